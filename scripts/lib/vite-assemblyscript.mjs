// Compiles the processor engine's kernels (AssemblyScript) for `virtual:processor-kernels/plain` and `…/relaxed`: two builds, as
// base64, so that they are there in a worker, in Node and without a network alike. What was compiled is kept in .cache by its sources.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

const folder = inRoot('src', 'processor', 'assembly');
const prefix = 'virtual:processor-kernels/';

const builds = { plain: 'simd', relaxed: 'simd,relaxed-simd' };
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--initialMemory', '5', '--disableWarning', '112'];

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

/** @param {keyof typeof builds} name @returns {Promise<Buffer>} the build's binary */
async function compiledKernels(name) {
  const cache = inRoot('.cache', 'kernels');
  const path = join(cache, `${name}-${sourceHash()}.wasm`);
  mkdirSync(cache, { recursive: true });
  if (!existsSync(path)) {
    // Another process may look for it meanwhile, and must not find half of it.
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, await compile(builds[name]));
    renameSync(partial, path);
  }
  return readFileSync(path);
}

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'processor-kernels',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      for (const name of sources()) this.addWatchFile(join(folder, name));
      const name = /** @type {keyof typeof builds} */ (id.slice(prefix.length + 1));
      return `export default '${(await compiledKernels(name)).toString('base64')}';`;
    },
  };
}
