/** Holds a Web Lock for as long as the worker lives: no event of a worker tells the page that its thread is gone. */

let lockName: Promise<string | null> | null = null;

/** Acquires the lock with the first call. @returns its name; null where the browser gives no locks */
export function livenessLock(): Promise<string | null> {
  lockName ??= new Promise((resolve) => {
    if (!navigator.locks) return resolve(null);
    const name = `attention-lab:worker:${crypto.randomUUID()}`;
    navigator.locks
      .request(name, () => {
        resolve(name);
        return new Promise(() => {});
      })
      .catch(() => resolve(null));
  });
  return lockName;
}
