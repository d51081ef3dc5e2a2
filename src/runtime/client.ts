/** The page's end of the worker. */
import * as Comlink from 'comlink';
import type { LabWorker } from './protocol';

export interface LabConnection {
  lab: Comlink.Remote<LabWorker>;
  terminate(): void;
}

/**
 * Starts the worker. `onCrash` gets a sentence, once, when the worker is of no more use: its script fails to load or
 * throws outside a call, its device is lost, or it is gone without a word.
 */
export function connectLab(onCrash: (message: string) => void): LabConnection {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: document.baseURI,
  });
  const lab = Comlink.wrap<LabWorker>(worker);
  let over = false;
  const crashed = (message: string) => {
    if (!over) onCrash(message);
    over = true;
  };
  worker.onerror = (event) => {
    crashed(`The training worker stopped: ${event.message || 'its script could not be loaded'}.`);
  };
  void lab.deviceLost().then(crashed);
  void whenGone(lab).then(() =>
    crashed('The training worker ended without a word, as it does where memory runs out.'),
  );
  return {
    lab,
    terminate() {
      over = true;
      worker.terminate();
    },
  };
}

/** Resolves when the worker has let go of the lock that it holds while it lives; never where there are no locks. */
async function whenGone(lab: Comlink.Remote<LabWorker>): Promise<void> {
  const name = await lab.lifeLock();
  if (name === null) return new Promise(() => {});
  await navigator.locks.request(name, () => {});
}

/** Marks a callback that the worker may call. */
export const { proxy } = Comlink;
