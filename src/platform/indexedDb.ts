/** Opens IndexedDB, which may not be there, or throw at once (site data blocked, a sandboxed frame). */
import { type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb';

/** The browser has no IndexedDB here. */
export class NoIndexedDb extends Error {
  override name = 'NoIndexedDb';
}

/** Opens a database. Rejects, and never throws: with a NoIndexedDb, or with the browser's error. */
export async function openIndexedDb<Stores>(
  name: string,
  version: number,
  callbacks: OpenDBCallbacks<Stores>,
): Promise<IDBPDatabase<Stores>> {
  if (!globalThis.indexedDB) throw new NoIndexedDb('no IndexedDB');
  return openDB<Stores>(name, version, callbacks);
}
