/** A Web Lock for each saved experiment: the tab that holds it writes the experiment, and no other. */

import { siteName } from '../siteName';

export interface ExperimentLock {
  /** Of the saved experiment. */
  id: string;
  release(): void;
}

const lockName = (id: string) => siteName(`experiment ${id}`);

/**
 * Acquires the lock of a saved experiment. @returns null where another tab holds it
 * @param steal takes it from that tab, whose `onLost` is called
 * @param onLost called when another tab has stolen it
 */
export function lockExperiment(
  id: string,
  steal: boolean,
  onLost: () => void,
): Promise<ExperimentLock | null> {
  // Without locks (a page that is neither https nor localhost) nothing tells two tabs apart.
  if (!navigator.locks) return Promise.resolve({ id, release() {} });
  return new Promise((resolve, reject) => {
    let held = false;
    navigator.locks
      .request(lockName(id), steal ? { steal } : { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((released) => {
          held = true;
          resolve({
            id,
            release() {
              held = false;
              released();
            },
          });
        });
      })
      .catch((error) => {
        if (held) onLost();
        else reject(error);
      });
  });
}

/** Whether any tab, this one too, holds the lock. */
export async function isLocked(id: string): Promise<boolean> {
  const { held } = (await navigator.locks?.query()) ?? {};
  return held?.some(({ name }) => name === lockName(id)) ?? false;
}
