/** A browser's worker of the processor engine. Who starts it sends the port that its model is asked at, and a further one for the next model. */
import { expose } from 'comlink';
import { letWordsTravel } from '../format/words';
import { createModelWorker } from './modelWorker';

letWordsTravel();
let port: MessagePort | undefined;
self.addEventListener('message', ({ data }: MessageEvent<MessagePort>) => {
  // Frees the model before.
  port?.close();
  port = data;
  expose(createModelWorker(), port);
});
