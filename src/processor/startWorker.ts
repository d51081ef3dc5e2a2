/** How the processor engine's workers are started. */
import { type Endpoint, expose } from 'comlink';
import { startThread } from '../platform/threads';
import { createModelWorker } from './modelWorker';

export interface StartedWorker {
  /** Offers a ModelWorker. */
  endpoint: Endpoint;
  /** Its thread can end without a word to `onCrash`, as a browser's does where memory runs out. */
  endsInSilence?: boolean;
  /** Ends the worker; calls that are under way never settle. */
  terminate(): void;
}

/** Starts a worker. `onCrash` gets a message for the reader, at most once, when the worker is of no more use. */
export type StartWorker = (onCrash: (message: string) => void) => StartedWorker;

const createThread = () => new Worker(new URL('./browserWorker.ts', import.meta.url), { type: 'module' });

/** Starts a thread, from a page or another worker. @throws the browser's error where it refuses one */
export const startBrowserWorker: StartWorker = (onCrash) => {
  const worker = createThread();
  worker.onerror = ({ message }) => {
    onCrash(`A worker of the processor engine stopped: ${message || 'its script could not be loaded'}.`);
  };
  return { endpoint: worker, endsInSilence: true, terminate: () => worker.terminate() };
};

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

/** Seconds for a worker's script, which the browser has in its cache when models are made. */
const patience = 20;

/** Tries whether threads start here, by starting one: Safari before 15.5 has no workers inside workers, and a policy may refuse them. */
export async function threadsStart(): Promise<boolean> {
  const { worker, start } = startThread(createThread, patience);
  const how = await start;
  worker?.terminate();
  return how === 'running';
}
