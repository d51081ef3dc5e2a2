/** A worker of the processor engine in Node: see scripts/lib/processor-worker.mjs. */
import { parentPort } from 'node:worker_threads';
import { type Endpoint, expose } from 'comlink';
import { createModelWorker } from './modelWorker';

expose(createModelWorker(), parentPort as unknown as Endpoint);
