/** The page's end of the worker. */
import * as Comlink from 'comlink';
import type { LabWorker } from './protocol';

export interface LabConnection {
  lab: Comlink.Remote<LabWorker>;
  terminate(): void;
}

/** Starts the worker. `onCrash` gets a sentence when its script fails to load or throws outside a call. */
export function connectLab(onCrash: (message: string) => void): LabConnection {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: document.baseURI,
  });
  worker.onerror = (event) => {
    onCrash(
      `The training worker stopped: ${event.message || 'its script could not be loaded'}. Press Train to start it anew.`,
    );
  };
  return {
    lab: Comlink.wrap<LabWorker>(worker),
    terminate: () => worker.terminate(),
  };
}

/** Marks a callback that the worker may call. */
export const { proxy } = Comlink;
