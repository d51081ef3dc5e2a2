/** Web Locks, which are of secure contexts alone, and refused in a sandboxed frame. */

/** Resolves with the locks; undefined where the browser has none, or refuses them to this page. Never rejects. */
export async function webLocks(): Promise<LockManager | undefined> {
  try {
    const { locks } = navigator;
    await locks.query();
    return locks;
  } catch {
    return undefined;
  }
}
