/** Who writes a saved experiment: one page at a time, which holds a lock named after it. */

import { siteName } from '../siteName';

export interface Hold {
  /** Of the saved experiment. */
  id: string;
  release(): void;
}

const lockName = (id: string) => siteName(`experiment ${id}`);

/**
 * Takes the lock of a saved experiment. @returns null where another page has it
 * @param steal takes it from that page, which is told by its `onLost`
 * @param onLost called when another page has stolen it
 */
export function hold(id: string, steal: boolean, onLost: () => void): Promise<Hold | null> {
  // Without locks (a page that is neither https nor localhost) nothing tells two pages apart.
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

/** Whether another page or this one has it. */
export async function isHeld(id: string): Promise<boolean> {
  const { held } = (await navigator.locks?.query()) ?? {};
  return held?.some(({ name }) => name === lockName(id)) ?? false;
}
