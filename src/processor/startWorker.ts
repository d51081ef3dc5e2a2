/** How the processor engine's workers are started. */
import { type Endpoint, expose } from 'comlink';
import { createModelWorker } from './modelWorker';

export interface StartedWorker {
  /** Offers a ModelWorker. */
  endpoint: Endpoint;
  /** Its thread can end without a word to `onCrash`, as a browser's does where memory runs out. */
  endsInSilence?: boolean;
  /** Ends the worker; calls that are under way never settle. */
  terminate(): void;
  /** Leaves the worker, which has no call under way, to another model; without it only `terminate` does. */
  leave?(): void;
}

/** Starts a worker. `onCrash` gets a message for the reader, at most once, when the worker is of no more use. */
export type StartWorker = (onCrash: (message: string) => void) => StartedWorker;

/** Starts no thread: the model is in this one, and computes when it is idle. */
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
