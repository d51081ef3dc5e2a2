/** Locks saved experiments, by a Web Lock each: the tab that holds it writes the experiment, and no other. */

import { webLocks } from '../../platform/locks';
import { siteName } from '../siteName';

/** A lock that this tab holds. */
export interface ExperimentLock {
  /** Of the saved experiment. */
  id: string;
  release(): void;
}

const lockName = (id: string) => siteName(`experiment ${id}`);

/**
 * Acquires the lock of a saved experiment.
 * @param steal takes it from that tab, whose `onLost` is called
 * @param onLost called when another tab has stolen it
 * @returns null where another tab holds it. Rejects with the browser's error where the lock cannot be requested
 */
export async function lockExperiment(
  id: string,
  steal: boolean,
  onLost: () => void,
): Promise<ExperimentLock | null> {
  const locks = await webLocks();
  // Without locks (a page that is neither https nor localhost) nothing tells two tabs apart.
  if (!locks) return { id, release() {} };
  return new Promise((resolve, reject) => {
    let isHeld = false;
    locks
      .request(lockName(id), steal ? { steal } : { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((released) => {
          isHeld = true;
          resolve({
            id,
            release() {
              isHeld = false;
              released();
            },
          });
        });
      })
      .catch((error) => {
        if (isHeld) onLost();
        else reject(error);
      });
  });
}

/** Tells whether any tab, this one too, holds the lock of a saved experiment. */
export async function isLocked(id: string): Promise<boolean> {
  const locks = await webLocks();
  const { held } = (await locks?.query()) ?? {};
  return held?.some(({ name }) => name === lockName(id)) ?? false;
}
