// Compiles the processor engine's kernels (AssemblyScript) for `virtual:processor-kernels`: two builds, as base64, so that
// they are there in a worker, in Node and without a network alike. What was compiled is kept in .cache by its sources.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

const folder = inRoot('src', 'processor', 'assembly');
const virtualId = 'virtual:processor-kernels';

const builds = { plain: 'simd', relaxed: 'simd,relaxed-simd' };
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--initialMemory', '8', '--disableWarning', '112'];

const sources = () => readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

function sourceHash() {
  const hash = createHash('sha256').update(flags.join());
  for (const name of sources()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} features of WebAssembly @returns {Promise<Buffer>} @throws Error with the compiler's messages */
async function compile(features) {
  const asc = await import('assemblyscript/asc');
  const outFile = 'kernels.wasm';
  /** @type {Uint8Array | undefined} */
  let binary;
  const args = ['index.ts', '--baseDir', folder, '--enable', features, '--outFile', outFile, ...flags];
  const { error, stderr } = await asc.main(args, {
    writeFile(name, contents) {
      if (name === outFile) binary = /** @type {Uint8Array} */ (contents);
    },
  });
  if (error || !binary) throw new Error(`The processor's kernels do not compile.\n${stderr.toString()}`);
  return Buffer.from(binary);
}

/** Each build's binary. @returns {Promise<Record<keyof typeof builds, Buffer>>} */
async function compiledKernels() {
  const cache = inRoot('.cache', 'kernels');
  const hash = sourceHash();
  mkdirSync(cache, { recursive: true });
  const compiled = await Promise.all(
    Object.entries(builds).map(async ([name, features]) => {
      const path = join(cache, `${name}-${hash}.wasm`);
      if (!existsSync(path)) writeFileSync(path, await compile(features));
      return [name, readFileSync(path)];
    }),
  );
  return Object.fromEntries(compiled);
}

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  const resolved = `\0${virtualId}`;
  return {
    name: 'processor-kernels',
    resolveId: (id) => (id === virtualId ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return undefined;
      for (const name of sources()) this.addWatchFile(join(folder, name));
      const kernels = await compiledKernels();
      return Object.entries(kernels)
        .map(([name, binary]) => `export const ${name} = '${binary.toString('base64')}';`)
        .join('\n');
    },
  };
}
