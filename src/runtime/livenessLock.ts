/** Holds a Web Lock for as long as the worker lives: no event of a worker tells the page that its thread is gone. */

let held: Promise<string | null> | null = null;

/** The name of a lock that this worker holds for as long as it lives; null where the browser gives no locks. */
export function livenessLock(): Promise<string | null> {
  held ??= new Promise((resolve) => {
    if (!navigator.locks) return resolve(null);
    const name = `attention-lab:worker:${crypto.randomUUID()}`;
    navigator.locks
      .request(name, () => {
        resolve(name);
        return new Promise(() => {});
      })
      .catch(() => resolve(null));
  });
  return held;
}
