// How the page is served and built. The base is relative, so that dist/ works from any sub-path of any static host.

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { assemblyScript } from './scripts/lib/vite-assemblyscript.mjs';
import { atlasLines } from './scripts/lib/vite-atlas.mjs';
import { policy } from './scripts/lib/vite-policy.mjs';
import { serviceWorker } from './scripts/lib/vite-service-worker.mjs';
import { tfjs } from './scripts/lib/vite-tfjs.mjs';
import { workerBudget, workerBudgetBytes } from './scripts/lib/vite-worker-budget.mjs';
import { prepareCorpora } from './scripts/prepare-corpora.mjs';

/** Writes public/corpora/ before anything is served or built, also when Vite or Vitest is started directly. */
function corpora(): Plugin {
  return { name: 'prepare-corpora', configResolved: prepareCorpora };
}

/** Whether a module begins a page, or is of 404.html, which needs nothing else. */
const isApart = (id: string) =>
  /\.html|[\\/]bench[\\/]|main\.tsx$|(mendedAddress|notFound)\.ts$|modulepreload-polyfill/.test(id);

/** One character that no byte holds makes the browser keep the whole file in two bytes a character, and read it more slowly. */
const charset = 'ascii';

export default defineConfig({
  base: './',
  plugins: [react(), tfjs(), assemblyScript(), corpora(), atlasLines(), policy(), serviceWorker()],
  worker: {
    format: 'es',
    plugins: () => [tfjs(), assemblyScript(), workerBudget()],
    rolldownOptions: { output: { charset } },
  },
  // Only the worker imports these. Found once the page is open, they would make Vite reload it and lose what runs.
  optimizeDeps: {
    include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', 'comlink', 'zod'],
  },
  server: { port: 5173, strictPort: true },
  build: {
    target: 'es2023',
    sourcemap: false,
    // Small fonts would become data addresses, which the page's policy does not take.
    assetsInlineLimit: 0,
    // The worker's own limit: TensorFlow.js cannot be made smaller by splitting.
    chunkSizeWarningLimit: workerBudgetBytes / 1000,
    rolldownOptions: {
      input: ['index.html', 'bench.html', '404.html'],
      output: {
        charset,
        // Libraries change seldom: in files of their own they stay in the browser's cache across releases.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'katex', test: /node_modules[\\/]katex[\\/]/ },
            // Loaded with the first chart that stands on it: what others need too is not in it.
            {
              name: 'recharts',
              test: /node_modules[\\/](recharts|d3-[a-z]+|victory-vendor|@reduxjs|react-redux|redux|immer|reselect|decimal\.js-light)[\\/]/,
              includeDependenciesRecursively: false,
            },
            { name: 'mantine', test: /node_modules[\\/](@mantine|@floating-ui)[\\/]/ },
            // What the page opens with, in few files: by itself each set of dialogs that share a module makes one, 84 in all,
            // and many hosts send six at a time. What bench.html has of it stays apart from what is drawn; 404.html stays small.
            {
              name: 'lab',
              tags: ['$initial'],
              test: (id) => !isApart(id) && !/src[\\/](app|lessons|ui)[\\/]|lucide-react|react-/.test(id),
              includeDependenciesRecursively: false,
            },
            {
              name: 'page',
              tags: ['$initial'],
              test: (id) => !isApart(id),
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
});
