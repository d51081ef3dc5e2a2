// Bundles TypeScript of the repository for Node, in about a second.

import { inRoot } from './paths.mjs';
import { assemblyScript } from './vite-assemblyscript.mjs';

/**
 * @param {string} path of the module, from the repository's root
 * @param {Pick<import('vite').UserConfig, 'plugins' | 'ssr'>} [options] further plugins, and which packages are bundled too
 * @returns {Promise<string>} it and what it imports, as one module
 */
export async function bundleForNode(path, { plugins = [], ssr } = {}) {
  const { build } = await import('vite');
  const built = await build({
    root: inRoot(),
    configFile: false,
    logLevel: 'error',
    plugins: [assemblyScript(), ...plugins],
    ...(ssr && { ssr }),
    build: {
      ssr: inRoot(path),
      write: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (built);
  return output[0].code;
}
