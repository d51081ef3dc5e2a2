/** Lets the page see that the worker is gone, which no event of a worker says: a lock that ends with it. */

let held: Promise<string | null> | null = null;

/** The name of a lock that this worker holds for as long as it lives; null where the browser gives no locks. */
export function lifeLock(): Promise<string | null> {
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
