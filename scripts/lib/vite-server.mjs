// Vite's server for what runs without the lab's page: it loads TypeScript here, and serves it to pages of a headless browser.

import { inRoot } from './paths.mjs';
import { unwatched } from './vite-unwatched.mjs';

/**
 * Starts a server that does not listen yet. Needs the npm packages.
 * @param {string} name of its cache: one of its own, so that the development server's is not thrown away
 * @param {import('vite').DepOptimizationOptions} [optimizeDeps]
 * @returns {Promise<import('vite').ViteDevServer>} for the caller to close
 */
export async function startViteServer(name, optimizeDeps = {}) {
  const { createServer } = await import('vite');
  return createServer({
    root: inRoot(),
    cacheDir: inRoot('.cache', `vite-${name}`),
    server: { port: 0, strictPort: false, hmr: false },
    plugins: [unwatched()],
    optimizeDeps,
    logLevel: 'error',
  });
}

/**
 * Starts a server, and closes it once `use` is done.
 * @template T
 * @param {string} name see startViteServer
 * @param {(server: import('vite').ViteDevServer) => Promise<T>} use
 * @param {import('vite').DepOptimizationOptions} [optimizeDeps]
 * @returns {Promise<T>}
 */
export async function withViteServer(name, use, optimizeDeps) {
  const server = await startViteServer(name, optimizeDeps);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}
