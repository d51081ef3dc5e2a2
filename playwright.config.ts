// End-to-end tests of the built page (dist/), served from a sub-path as a static host would. What is of the page trains on
// the processor, as the page itself chooses here; *.webgpu.spec.ts is about what is WebGPU's own, and *.fallback.spec.ts about a
// browser without any. Run through "npm run test:e2e", which builds first.

import { defineConfig } from '@playwright/test';
import { commonFlags, fewerPages, oneThread, shellPath, webgpuFlag } from './tests/support/chromium';

const minute = 60_000;
const port = Number(process.env.LAB_E2E_PORT ?? 4173);
const url = `http://localhost:${port}/lab/`;
const fallbackFiles = '**/*.fallback.spec.ts';
const webgpuFiles = '**/*.webgpu.spec.ts';
const flags = [
  ...commonFlags,
  fewerPages,
  oneThread,
  // A name for which no page by http is secure, as localhost is.
  '--host-resolver-rules=MAP lab.test localhost',
];
/** What the page keeps of an earlier visit: how fast each engine is, so that no page times it again, and a person's choice of one. */
const returning = (choices: Record<string, string> = {}) => ({
  cookies: [],
  origins: [
    {
      origin: new URL(url).origin,
      localStorage: Object.entries({ speed: JSON.stringify(speeds), ...choices }).map(([what, value]) => ({
        name: `attention-lab ${what} /lab/`,
        value,
      })),
    },
  ],
});
/** See DeviceSpeed; fast enough that no lesson plays a recording in place of its training. */
const speed = { runSeconds: 0.05, stepSeconds: 0, flopsPerSecond: 1e11 };
const speeds = {
  'processor WebAssembly, relaxed SIMD': speed,
  'webgpu google swiftshader': speed,
};

export default defineConfig({
  testDir: 'tests/e2e',
  // A test at a time, not a file, so that both workers end together.
  fullyParallel: true,
  outputDir: 'test-results',
  // A page's script, its shaders' compiler and its training are one core's work at a time.
  workers: 2,
  timeout: 5 * minute,
  expect: { timeout: minute },
  // PLAYWRIGHT_JSON_OUTPUT_FILE, set by scripts/test.mjs, takes precedence over this file.
  reporter: [['list'], ['json', { outputFile: '.cache/test/e2e.json' }]],
  // Kept files would stand between a test and what it tests; offline.spec.ts is about them.
  use: {
    baseURL: url,
    screenshot: 'only-on-failure',
    serviceWorkers: 'block',
    storageState: returning(),
  },
  webServer: {
    command: `node scripts/serve-dist.mjs ${port}`,
    url,
    reuseExistingServer: false,
    timeout: minute,
  },
  projects: [
    // The longest first.
    {
      name: 'webgpu',
      testMatch: webgpuFiles,
      use: {
        launchOptions: { executablePath: shellPath, args: [webgpuFlag, ...flags] },
        storageState: returning({ engine: 'webgpu' }),
      },
    },
    {
      name: 'page',
      testIgnore: [fallbackFiles, webgpuFiles],
      use: { launchOptions: { executablePath: shellPath, args: [webgpuFlag, ...flags] } },
    },
    {
      name: 'no-webgpu',
      testMatch: fallbackFiles,
      use: { launchOptions: { executablePath: shellPath, args: flags } },
    },
  ],
});
