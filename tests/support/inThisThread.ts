/** The processor engine without workers: its real parts, on ports, in the test's own thread. */
import { expose } from 'comlink';
import { createModelWorker } from '../../src/processor/modelWorker';
import type { StartWorker } from '../../src/processor/startWorker';

/** Starts none: the model is in this thread, and computes when it is idle. */
export const startInThisThread: StartWorker = () => {
  const { port1, port2 } = new MessageChannel();
  expose(createModelWorker(), port1);
  return {
    endpoint: port2,
    terminate() {
      port1.close();
      port2.close();
    },
  };
};
