// The processor engine's worker in Node: it is TypeScript, which a thread cannot load, so that it is bundled first.

import { Worker } from 'node:worker_threads';
import nodeEndpoint from 'comlink/dist/umd/node-adapter.js';
import { bundleForNode } from './bundle-for-node.mjs';

/**
 * Bundles the worker.
 * @returns {Promise<import('../../src/processor/startWorker').StartWorker>} starts a thread of it each time
 */
export async function nodeWorkers() {
  // With its packages, as a module that has no place finds none.
  const code = await bundleForNode('src/processor/nodeWorker.ts', { ssr: { noExternal: true } });
  const url = new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  return (onCrash) => {
    const worker = new Worker(url);
    worker.once('error', (error) => onCrash(`A worker of the processor engine stopped: ${error.message}.`));
    worker.once('exit', () => onCrash('A worker of the processor engine ended without a word.'));
    return { endpoint: nodeEndpoint(worker), terminate: () => void worker.terminate() };
  };
}
