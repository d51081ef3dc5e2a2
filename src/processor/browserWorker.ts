/** A browser's worker of the processor engine. */
import { expose } from 'comlink';
import { createModelWorker } from './modelWorker';

expose(createModelWorker());
