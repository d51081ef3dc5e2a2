/** A browser's worker of the processor engine. */
import { expose } from 'comlink';
import { running } from '../platform/threads';
import { createModelWorker } from './modelWorker';

expose(createModelWorker());
self.postMessage(running);
