/** Holds a Web Lock for as long as a worker lives: no event of a worker tells anyone that its thread is gone. */

let lockName: Promise<string | null> | null = null;

/** In the worker: acquires the lock with the first call. @returns its name; null where there are no locks */
export function livenessLock(): Promise<string | null> {
  lockName ??= new Promise((resolve) => {
    const locks = globalThis.navigator?.locks;
    if (!locks) return resolve(null);
    const name = `attention-lab:worker:${crypto.randomUUID()}`;
    locks
      .request(name, () => {
        resolve(name);
        return new Promise(() => {});
      })
      .catch(() => resolve(null));
  });
  return lockName;
}

/**
 * Outside of the worker: resolves when its lock is free, as it has ended; never where there are no locks.
 * @param name what the worker's livenessLock() gave
 */
export async function workerEnd(name: string | null): Promise<void> {
  if (name === null) return new Promise(() => {});
  await navigator.locks.request(name, () => {});
}
