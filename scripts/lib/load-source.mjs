// Loads TypeScript of the repository in Node. It is bundled first, in about a second: Vite's server, which loads it module by module,
// takes five.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleForNode } from './bundle-for-node.mjs';
import { inRoot } from './paths.mjs';

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

/**
 * Loads a module and what it imports, of which nothing is shared with another call.
 * @param {string} path from the repository's root, as src/…
 * @returns {Promise<any>} what it exports
 */
export async function loadSource(path) {
  // Beside node_modules, where packages are looked for; of its own, as another command may start at the same time.
  const file = inRoot('.cache', 'source', `${process.pid}-${path.replaceAll('/', '-')}.mjs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await bundleForNode(path, { plugins: [scripts, tensorflow] }));
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(file);
  }
}
