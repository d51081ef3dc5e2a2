/** Web Locks, which are of secure contexts alone, and refused in a sandboxed frame. */
import { withTimeout } from 'es-toolkit';

/** How long the browser may take to list its locks, in milliseconds: one that does not answer gives none either. */
const patience = 5000;

/** Resolves with the locks; undefined where the browser has none, or refuses them to this page. Never rejects. */
export async function webLocks(): Promise<LockManager | undefined> {
  try {
    const { locks } = navigator;
    await withTimeout(() => locks.query(), patience);
    return locks;
  } catch {
    return undefined;
  }
}
