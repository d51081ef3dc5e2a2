// Vite's server for what runs without the lab's page: it loads TypeScript here, and serves it to pages of a headless browser.

import { inRoot } from './paths.mjs';
import { unwatched } from './vite-unwatched.mjs';

/**
 * Starts a server that does not listen yet, and closes it once `use` is done. Needs the npm packages.
 * @template T
 * @param {string} name of its cache: one of its own, so that the development server's is not thrown away
 * @param {(server: import('vite').ViteDevServer) => Promise<T>} use
 * @param {import('vite').DepOptimizationOptions} [optimizeDeps]
 * @returns {Promise<T>}
 */
export async function withViteServer(name, use, optimizeDeps = {}) {
  const { createServer } = await import('vite');
  const server = await createServer({
    root: inRoot(),
    cacheDir: inRoot('.cache', `vite-${name}`),
    server: { port: 0, strictPort: false, hmr: false },
    plugins: [unwatched()],
    optimizeDeps,
    logLevel: 'error',
  });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}
