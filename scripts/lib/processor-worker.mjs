// The processor engine's worker in Node: it is TypeScript, which a thread cannot load, so that it is bundled first.

import { Worker } from 'node:worker_threads';
import nodeEndpoint from 'comlink/dist/umd/node-adapter.js';
import { build } from 'vite';
import { inRoot } from './paths.mjs';
import { assemblyScript } from './vite-assemblyscript.mjs';

/**
 * Bundles the worker, in about a second.
 * @returns {Promise<import('../../src/processor/startWorker').StartWorker>} starts a thread of it each time
 */
export async function nodeWorkers() {
  const url = new URL(`data:text/javascript;base64,${Buffer.from(await bundle()).toString('base64')}`);
  return (onCrash) => {
    const worker = new Worker(url);
    worker.once('error', (error) => onCrash(`A worker of the processor engine stopped: ${error.message}.`));
    worker.once('exit', () => onCrash('A worker of the processor engine ended without a word.'));
    return { endpoint: nodeEndpoint(worker), terminate: () => void worker.terminate() };
  };
}

/** @returns {Promise<string>} one module, without imports of files */
async function bundle() {
  const built = await build({
    root: inRoot(),
    configFile: false,
    logLevel: 'error',
    plugins: [assemblyScript()],
    ssr: { noExternal: true },
    build: {
      ssr: inRoot('src', 'processor', 'nodeWorker.ts'),
      write: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (built);
  return output[0].code;
}
