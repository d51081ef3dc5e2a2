/** A browser's worker of the processor engine. Who starts it sends the port that its model is asked at. */
import { expose } from 'comlink';
import { createModelWorker } from './modelWorker';

self.addEventListener(
  'message',
  ({ data: port }: MessageEvent<MessagePort>) => expose(createModelWorker(), port),
  { once: true },
);
