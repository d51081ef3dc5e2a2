/** The database of saved experiments: its stores, and how older ones become today's. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { byteSize, type Contents, type Entry, type Saved, summary } from '../../document/records';
import type { OwnText } from '../../runtime/protocol';
import type { Checkpoint } from '../../train/checkpoint';
import { siteName } from '../siteName';

const databaseVersion = 2;
/** Names the database of this copy of the lab. */
export const databaseName = (): string => siteName('experiments');

/** Keys are the id of a saved experiment; those of checkpoints have the run's id after it. */
interface Stores extends DBSchema {
  /** What the library lists: small, and read all at once. */
  entries: { key: string; value: Entry };
  contents: { key: string; value: Contents };
  texts: { key: string; value: OwnText };
  checkpoints: { key: [string, string]; value: Checkpoint };
}

/** An open database. */
export type Database = IDBPDatabase<Stores>;
type Upgrade = IDBPTransaction<Stores, StoreNames<Stores>[], 'versionchange'>;

/** Version 1 had all of an experiment but its checkpoints in one record, which had to be read whole to be listed. */
interface Record1 extends Pick<Entry, 'id' | 'name' | 'createdAt' | 'changedAt'> {
  ownText: OwnText | null;
  contents: Omit<Contents, 'id'>;
}

/** Makes a database of an earlier version, 0 for none, one of today's. Nothing of it is lost. */
async function upgrade(db: Database, from: number, whole: Upgrade): Promise<void> {
  const entries = db.createObjectStore('entries', { keyPath: 'id' });
  const contents = db.createObjectStore('contents', { keyPath: 'id' });
  const texts = db.createObjectStore('texts');
  if (from === 0) {
    db.createObjectStore('checkpoints');
    return;
  }
  const old = whole as unknown as IDBPTransaction<unknown, string[], 'versionchange'>;
  const records: Record1[] = await old.objectStore('experiments').getAll();
  for (const { ownText, contents: own, ...named } of records) {
    const { id } = named;
    await entries.put({ ...named, ...summary(own), bytes: byteSize(own) + byteSize(ownText) });
    await contents.put({ ...own, id });
    if (ownText) await texts.put(ownText, id);
  }
  old.db.deleteObjectStore('experiments');
}

interface Listener {
  /** A page of an earlier version has the database open; it opens once that is closed. */
  blocked(): void;
  /** A page of a later version wants the database, which is closed when this resolves. */
  blocking(): Promise<void>;
  /** The browser has closed the database. */
  terminated(): void;
}

/**
 * Opens the database, of today's version. Rejects with the browser's error where there is no storage, or where it is of a
 * later version.
 */
export function openDatabase({ blocked, blocking, terminated }: Listener): Promise<Database> {
  return openDB<Stores>(databaseName(), databaseVersion, {
    upgrade(db, from, _to, transaction) {
      // Undone whole where it fails: the older database is then still there, and opening it rejects.
      transaction.done.catch(() => {});
      upgrade(db, from, transaction).catch((error) => {
        console.error(error);
        transaction.abort();
      });
    },
    blocked,
    blocking: (_current, _next, { target }) => void blocking().finally(() => (target as IDBDatabase).close()),
    terminated,
  });
}

/** Reads all of a saved experiment; undefined where there is none of this id. */
export async function readSaved(db: Database, id: string): Promise<Saved | undefined> {
  const transaction = db.transaction(['entries', 'contents', 'texts', 'checkpoints']);
  const [entry, contents, ownText, runs, values] = await Promise.all([
    transaction.objectStore('entries').get(id),
    transaction.objectStore('contents').get(id),
    transaction.objectStore('texts').get(id),
    transaction.objectStore('checkpoints').getAllKeys(runsOf(id)),
    transaction.objectStore('checkpoints').getAll(runsOf(id)),
  ]);
  if (!entry || !contents) return undefined;
  const checkpoints = Object.fromEntries(runs.map(([, runId], n) => [runId, values[n] as Checkpoint]));
  return { entry, contents, ownText: ownText ?? null, checkpoints };
}

/**
 * Writes all of a saved experiment in one transaction, or nothing where that fails (the rejection is the browser's error).
 * @param before what is there already and need not be written again; null for a new one
 */
export async function writeSaved(db: Database, saved: Saved, before: Saved | null): Promise<void> {
  const { entry, contents, ownText, checkpoints } = saved;
  const { id } = entry;
  const transaction = db.transaction(['entries', 'contents', 'texts', 'checkpoints'], 'readwrite');
  const texts = transaction.objectStore('texts');
  const checkpointStore = transaction.objectStore('checkpoints');
  const writes: Promise<unknown>[] = [
    transaction.objectStore('entries').put(entry),
    transaction.objectStore('contents').put(contents),
  ];
  if (ownText !== (before?.ownText ?? null)) writes.push(ownText ? texts.put(ownText, id) : texts.delete(id));
  for (const runId of Object.keys(before?.checkpoints ?? {}))
    if (!checkpoints[runId]) writes.push(checkpointStore.delete([id, runId]));
  for (const [runId, checkpoint] of Object.entries(checkpoints))
    if (checkpoint !== before?.checkpoints[runId]) writes.push(checkpointStore.put(checkpoint, [id, runId]));
  await Promise.all([...writes, transaction.done]);
}

/** Deletes a saved experiment in one transaction; nothing where there is none of this id. */
export async function deleteSaved(db: Database, id: string): Promise<void> {
  const transaction = db.transaction(['entries', 'contents', 'texts', 'checkpoints'], 'readwrite');
  await Promise.all([
    transaction.objectStore('entries').delete(id),
    transaction.objectStore('contents').delete(id),
    transaction.objectStore('texts').delete(id),
    transaction.objectStore('checkpoints').delete(runsOf(id)),
    transaction.done,
  ]);
}

/** The keys of the checkpoints of a saved experiment. */
const runsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);
