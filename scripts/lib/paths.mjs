// Where things are, seen from the repository root, so that every script works from any working directory.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** @param {string[]} parts path below the repository root */
export const inRoot = (...parts) => join(root, ...parts);

/** The command lines of the tools, started with the running Node so that no shell or PATH is involved. */
export const tools = {
  vite: inRoot('node_modules', 'vite', 'bin', 'vite.js'),
  vitest: inRoot('node_modules', 'vitest', 'vitest.mjs'),
  // The native compiler, at a third of the other's time; dependency-cruiser and knip parse with the other, "typescript".
  tsc: inRoot('node_modules', 'typescript-native', 'bin', 'tsc'),
  biome: inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome'),
  depcruise: inRoot('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
  knip: inRoot('node_modules', 'knip', 'bin', 'knip.js'),
  playwright: inRoot('node_modules', '@playwright', 'test', 'cli.js'),
};
