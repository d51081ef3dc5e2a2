/** A browser's worker of the processor engine. Who starts it sends the port that its model is asked at. */
import { expose } from 'comlink';
import { letWordsTravel } from '../format/words';
import { createModelWorker } from './modelWorker';

letWordsTravel();
self.addEventListener(
  'message',
  ({ data: port }: MessageEvent<MessagePort>) => expose(createModelWorker(), port),
  { once: true },
);
