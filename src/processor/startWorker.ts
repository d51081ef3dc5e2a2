/** How the processor engine's workers are started. */
import type { Endpoint } from 'comlink';

export interface StartedWorker {
  /** Offers a ModelWorker. */
  endpoint: Endpoint;
  /** Ends the worker; calls that are under way never settle. */
  terminate(): void;
}

/** Starts a worker. `onCrash` gets a message for the reader, at most once, when the worker is of no more use. */
export type StartWorker = (onCrash: (message: string) => void) => StartedWorker;

/** Starts a thread, from a page or another worker. */
export const startBrowserWorker: StartWorker = (onCrash) => {
  const worker = new Worker(new URL('./browserWorker.ts', import.meta.url), { type: 'module' });
  worker.onerror = ({ message }) => {
    onCrash(`A worker of the processor engine stopped: ${message || 'its script could not be loaded'}.`);
  };
  return { endpoint: worker, terminate: () => worker.terminate() };
};
