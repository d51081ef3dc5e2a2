/** The browser's cache of files. */

/** Opens a cache by its name; null where the browser gives this page none: over HTTP, say. */
export async function openCache(name: string): Promise<Cache | null> {
  try {
    return await caches.open(name);
  } catch {
    return null;
  }
}
