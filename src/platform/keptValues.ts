/** Short values that the browser keeps by name. Where site data is blocked, the mere mention of a storage throws. */

/** Of the site, or of this tab alone. */
type StorageName = 'localStorage' | 'sessionStorage';

/** Returns a kept value; null where there is none, or the browser keeps nothing. */
export function keptValue(storage: StorageName, key: string): string | null {
  try {
    return globalThis[storage].getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a value. @returns whether the browser does */
export function keepValue(storage: StorageName, key: string, value: string): boolean {
  try {
    globalThis[storage].setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
