/** The database of saved experiments: its stores, and how older ones become today's. */

import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { KeptDocument } from '../../document/keptDocument';
import { byteSize, type Contents, type Entry, summary } from '../../document/records';
import type { Sweep, SweepResult } from '../../document/sweepsSchema';
import type { Capture } from '../../measure/capture';
import { openIndexedDb } from '../../platform/indexedDb';
import type { OwnText } from '../../runtime/protocol';
import { type KeptCheckpoint, type PackedCheckpoint, packed } from '../../train/packedCheckpoint';
import { siteName } from '../siteName';

const databaseVersion = 6;
/** Names the database of this copy of the lab. */
export const databaseName = (): string => siteName('experiments');

/** Keys are the id of a saved experiment; those of checkpoints have the run's id after it, those of captures step and text too; of a sweep its id, of its results the run's too. */
export interface Stores extends DBSchema {
  /** What the library lists: small, and read all at once. */
  entries: { key: string; value: Entry };
  contents: { key: string; value: Contents };
  texts: { key: string; value: OwnText };
  /** Up to version 5 they were not packed. */
  checkpoints: { key: [string, string]; value: KeptCheckpoint };
  captures: { key: [string, string, number, string]; value: Capture };
  takes: { key: string; value: readonly KeptDocument[] };
  sweeps: { key: [string, string]; value: StoredSweep };
  sweepResults: { key: [string, string, string]; value: SweepResult };
  /** Checkpoints along the way. */
  trail: { key: TrailKey; value: KeptCheckpoint };
}

export const allStores = [
  'entries',
  'contents',
  'texts',
  'checkpoints',
  'captures',
  'takes',
  'sweeps',
  'sweepResults',
  'trail',
] as const;

/** A sweep but its results, which are written one by one; and its place among the experiment's sweeps. */
type StoredSweep = Omit<Sweep, 'results'> & { place: number };

/** Of a checkpoint along the way: id of the saved experiment, training, step, rate factor and bytes. */
export type TrailKey = [string, string, number, number, number];

/** An open database. */
export type Database = IDBPDatabase<Stores>;
type Upgrade = IDBPTransaction<Stores, StoreNames<Stores>[], 'versionchange'>;

/** Version 1 had all of an experiment but its checkpoints in one record, which had to be read whole to be listed. */
interface Record1 extends Pick<Entry, 'id' | 'name' | 'createdAt' | 'changedAt'> {
  ownText: OwnText | null;
  contents: Omit<Contents, 'id'>;
}

/** Makes a database of an earlier version, or an empty one, one of today's. Nothing of it is lost. */
async function upgrade(db: Database, from: number, whole: Upgrade): Promise<void> {
  if (from === 5) return;
  db.createObjectStore('trail');
  if (from === 4) return;
  db.createObjectStore('sweeps');
  db.createObjectStore('sweepResults');
  if (from === 3) return;
  db.createObjectStore('captures');
  db.createObjectStore('takes');
  if (from === 2) return;
  const old = whole as unknown as IDBPTransaction<unknown, string[], 'versionchange'>;
  // One without stores is what opening it by name alone leaves, once it was deleted.
  const isOld = old.objectStoreNames.contains('experiments');
  const entries = db.createObjectStore('entries', { keyPath: 'id' });
  const contents = db.createObjectStore('contents', { keyPath: 'id' });
  const texts = db.createObjectStore('texts');
  if (!isOld) {
    db.createObjectStore('checkpoints');
    return;
  }
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
  /** The database is being deleted, which this connection gives way to. */
  deleted(): void;
  /** The browser has closed the database. */
  terminated(): void;
}

/**
 * Opens the database, of today's version. Rejects with the browser's error where there is no storage, or where it is of a
 * later version.
 */
export function openDatabase({ blocked, blocking, deleted, terminated }: Listener): Promise<Database> {
  return openIndexedDb<Stores>(databaseName(), databaseVersion, {
    upgrade(db, from, _to, transaction) {
      // Undone whole where it fails: the older database is then still there, and opening it rejects.
      transaction.done.catch(() => {});
      upgrade(db, from, transaction).catch((error) => {
        console.error(error);
        transaction.abort();
      });
    },
    blocked,
    blocking(_current, next, { target }) {
      const close = () => (target as IDBDatabase).close();
      if (next !== null) return void blocking().finally(close);
      close();
      deleted();
    },
    terminated,
  });
}

const blobStores = new WeakMap<Database, Promise<boolean>>();

/** Tells whether a database stores Blobs, which WebKit refuses in a private window; tried once. */
export function storesBlobs(db: Database): Promise<boolean> {
  const known = blobStores.get(db) ?? tryBlob(db);
  blobStores.set(db, known);
  return known;
}

async function tryBlob(db: Database): Promise<boolean> {
  const transaction = db.transaction('checkpoints', 'readwrite');
  transaction.done.catch(() => {});
  try {
    await transaction.store.put({ numbers: new Blob(['a']) } as PackedCheckpoint, ['', '']);
    transaction.abort();
    return true;
  } catch {
    return false;
  }
}

/**
 * Gives a checkpoint as the database keeps it. It is to be awaited before a transaction begins, which ends where something else is waited
 * for.
 */
export async function storable(checkpoint: KeptCheckpoint, asBlob: boolean): Promise<PackedCheckpoint> {
  const one = packed(checkpoint);
  return asBlob || !(one.numbers instanceof Blob)
    ? one
    : { ...one, numbers: await one.numbers.arrayBuffer() };
}

/** The keys of the checkpoints, or of the captures, of a saved experiment. */
export const runsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);
