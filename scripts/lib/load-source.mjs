// Loads TypeScript of the repository in Node. It is bundled first, in about a second: Vite's server, which loads it module by module,
// takes five.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';
import { assemblyScript } from './vite-assemblyscript.mjs';

/** Scripts are JavaScript, and find the repository by their own addresses: they are imported from where they are. */
const scripts = {
  name: 'scripts',
  /** @param {string} source @param {string | undefined} importer */
  resolveId(source, importer) {
    if (!importer || !source.endsWith('.mjs') || !source.startsWith('.')) return undefined;
    return { id: pathToFileURL(resolve(dirname(importer), source)).href, external: true };
  },
};

/** TensorFlow.js is no module to Node, which finds no names in it: it is required whole. */
const tensorflow = {
  name: 'tensorflow',
  /** @param {string} source */
  resolveId: (source) => (source.startsWith('@tensorflow/') ? `\0${source}` : undefined),
  /** @param {string} id */
  load(id) {
    if (!id.startsWith('\0@tensorflow/')) return undefined;
    const [root, name] = [inRoot('package.json'), id.slice(1)].map((text) => JSON.stringify(text));
    return `module.exports = require('node:module').createRequire(${root})(${name});`;
  },
};

/** @param {string} path of the module, from the repository's root @returns {Promise<string>} it and what it imports, without packages */
async function bundled(path) {
  const { build } = await import('vite');
  const built = await build({
    root: inRoot(),
    configFile: false,
    logLevel: 'error',
    plugins: [assemblyScript(), scripts, tensorflow],
    build: {
      ssr: inRoot(path),
      write: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (built);
  return output[0].code;
}

/**
 * Loads a module and what it imports, of which nothing is shared with another call.
 * @param {string} path from the repository's root, as src/…
 * @returns {Promise<any>} what it exports
 */
export async function loadSource(path) {
  // Beside node_modules, where packages are looked for; of its own, as another command may start at the same time.
  const file = inRoot('.cache', 'source', `${process.pid}-${path.replaceAll('/', '-')}.mjs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await bundled(path));
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(file);
  }
}
