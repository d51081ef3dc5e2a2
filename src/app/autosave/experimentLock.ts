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
 * @returns null where another tab holds it
 */
export async function lockExperiment(
  id: string,
  steal: boolean,
  onLost: () => void,
): Promise<ExperimentLock | null> {
  const locks = await webLocks();
  // Without locks (a page that is neither https nor localhost) nothing tells two tabs apart.
  const unlocked = { id, release() {} };
  if (!locks) return unlocked;
  return new Promise((resolve) => {
    let isHeld = false;
    const request = async () =>
      locks.request(lockName(id), steal ? { steal } : { ifAvailable: true }, (lock) => {
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
      });
    request().catch((error) => {
      if (isHeld) return onLost();
      // Some browsers list locks and give none.
      console.warn(error);
      resolve(unlocked);
    });
  });
}

/** Tells whether any tab, this one too, holds the lock of a saved experiment. */
export async function isLocked(id: string): Promise<boolean> {
  const locks = await webLocks();
  const { held } = (await locks?.query()) ?? {};
  return held?.some(({ name }) => name === lockName(id)) ?? false;
}
