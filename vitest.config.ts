// Five projects: "unit" in Node; "engine" in Node, whose tests train models or start programs for seconds; "fuzz" in a process
// of its own; "browser" in a real Chromium with WebGPU; "export" in Node, which starts a Chromium and a Python.

import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { runSeed } from './scripts/lib/seed.mjs';
import { unwatched } from './scripts/lib/vite-unwatched.mjs';
import { commonFlags, fewerPages, oneThread, shellPath, webgpuFlag } from './tests/support/chromium';
import { browserCommands } from './tests/support/commands';

const minute = 60_000;

const provide = { seed: runSeed() };
console.log(`Random tests draw with LAB_SEED=${provide.seed}.`);

export default defineConfig({
  test: {
    projects: [
      {
        extends: './vite.config.ts',
        // Parts of the page name their own environment, a DOM without a browser.
        test: {
          name: 'unit',
          // What a file loads, the next one need not; each puts back what it changes.
          isolate: false,
          provide,
          environment: 'node',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/support/dom.ts'],
          // How long a test takes beside the browser's says nothing; one that hangs still fails.
          testTimeout: 20_000,
          // Libraries of hundreds of small files, which are slow to load one by one for each test file.
          deps: {
            optimizer: {
              client: { enabled: true, include: ['@mantine/core', 'lucide-react', 'recharts', 'katex'] },
            },
          },
        },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'engine',
          isolate: false,
          provide,
          environment: 'node',
          include: ['tests/engine/**/*.test.ts'],
          testTimeout: minute,
          hookTimeout: minute,
        },
      },
      {
        extends: './vite.config.ts',
        // In a process that nothing else runs in, as its tests measure the memory of the process.
        test: { name: 'fuzz', provide, environment: 'node', include: ['tests/fuzz/**/*.test.ts'] },
      },
      {
        extends: './vite.config.ts',
        // A server beside it would else pull packages away from it.
        cacheDir: 'node_modules/.vite/browser',
        plugins: [unwatched()],
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/numerics/**/*.test.ts'],
          provide,
          // One page for all files, so that a kernel that several need compiles once.
          isolate: false,
          // One file at a time: the adapter and its memory are shared, and SwiftShader takes every core.
          fileParallelism: false,
          testTimeout: 5 * minute,
          hookTimeout: 2 * minute,
          browser: {
            enabled: true,
            headless: true,
            // Another run may have the port; the site's own strict one is not needed here.
            api: { strictPort: false },
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: shellPath,
                args: [webgpuFlag, ...commonFlags, fewerPages, oneThread],
              },
            }),
            instances: [{ browser: 'chromium' }],
            commands: browserCommands,
          },
        },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'export',
          // One Python has PyTorch started for all files.
          isolate: false,
          provide,
          environment: 'node',
          include: ['tests/export/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 5 * minute,
          hookTimeout: 5 * minute,
        },
      },
    ],
  },
});
