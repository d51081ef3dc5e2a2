/** The page's end of the worker. */
import * as Comlink from 'comlink';
import type { LabWorker } from './protocol';

/** A worker that was started. */
export interface LabConnection {
  /** Callbacks that it is given are marked with `proxy`. */
  lab: LabWorker;
  /** Ends the worker; calls that are under way never settle. */
  terminate(): void;
}

/** Whether a worker is of no more use because its graphics device was lost, or because its thread ended. */
export type CrashCause = 'device' | 'thread';

/** Starts a worker. `onCrash` gets a message for the reader, at most once, when the worker is of no more use. */
export type ConnectLab = (onCrash: (message: string, cause: CrashCause) => void) => LabConnection;

/** Starts the worker's thread. It has crashed where its script fails, its device is lost, or the thread is gone. */
export const connectLab: ConnectLab = (onCrash) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: document.baseURI,
  });
  // Every method of a service is asynchronous already, and Comlink reaches a service as a property of the root.
  const lab = Comlink.wrap(worker) as unknown as LabWorker;
  let ended = false;
  const crashed = (message: string, cause: CrashCause = 'thread') => {
    if (!ended) onCrash(message, cause);
    ended = true;
  };
  worker.onerror = (event) => {
    crashed(`The training worker stopped: ${event.message || 'its script could not be loaded'}.`);
  };
  void lab.device.lost().then((message) => crashed(message, 'device'));
  void workerEnd(lab).then(() =>
    crashed('The training worker ended without a word, as it does where memory runs out.'),
  );
  return {
    lab,
    terminate() {
      ended = true;
      worker.terminate();
    },
  };
};

/** Resolves when the worker's liveness lock is free, as it has ended; never where there are no locks. */
async function workerEnd(lab: LabWorker): Promise<void> {
  const name = await lab.device.livenessLock();
  if (name === null) return new Promise(() => {});
  await navigator.locks.request(name, () => {});
}

/** Wraps a callback that the worker may call, as Comlink cannot clone functions. */
export const { proxy } = Comlink;
