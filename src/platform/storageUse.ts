/** Room for the site's data. Safari had no `estimate` before version 17, and http pages have nothing of it. */

/** Bytes used and to be had. */
export interface StorageUse {
  usage: number;
  quota: number;
  /** The browser keeps it until the reader deletes it. */
  persisted: boolean;
}

/** Resolves with null where the browser does not tell. Never rejects. */
export async function storageUse(): Promise<StorageUse | null> {
  try {
    const { usage = 0, quota } = await navigator.storage.estimate();
    if (quota === undefined) return null;
    return { usage, quota, persisted: (await navigator.storage.persisted?.()) ?? false };
  } catch {
    return null;
  }
}

/** Asks the browser to keep the site's data. @returns whether it agrees */
export async function persistStorage(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch {
    return false;
  }
}
