/** The database of saved experiments: its stores, and how older ones become today's. */

import { sortBy } from 'es-toolkit';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { KeptDocument } from '../../document/keptDocument';
import { byteSize, type Contents, type Entry, type Saved, summary } from '../../document/records';
import type { Sweep, SweepResult } from '../../document/sweepsSchema';
import { type Capture, captureBytes } from '../../measure/capture';
import { openIndexedDb } from '../../platform/indexedDb';
import type { OwnText } from '../../runtime/protocol';
import {
  allUnpacked,
  type KeptCheckpoint,
  type PackedCheckpoint,
  packed,
} from '../../train/packedCheckpoint';
import { siteName } from '../siteName';

const databaseVersion = 6;
/** Bytes from which a capture is written on its own. */
const largeCapture = 2 ** 20;
/** Names the database of this copy of the lab. */
export const databaseName = (): string => siteName('experiments');

/** Keys are the id of a saved experiment; those of checkpoints have the run's id after it, those of captures step and text too; of a sweep its id, of its results the run's too. */
interface Stores extends DBSchema {
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

const allStores = [
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

async function allStorable(
  checkpoints: Readonly<Record<string, KeptCheckpoint>>,
  asBlob: boolean,
): Promise<Record<string, PackedCheckpoint>> {
  const entries = Object.entries(checkpoints).map(
    async ([runId, one]) => [runId, await storable(one, asBlob)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Gives a name that no other saved experiment has: this one, with a number where it is taken. @param id whose name it is to be */
export async function freeName(db: Database, name: string, id: string | null): Promise<string> {
  const others = (await db.getAll('entries')).filter((entry) => entry.id !== id);
  const taken = new Set(others.map((entry) => entry.name));
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name} ${n}`)) return `${name} ${n}`;
}

/** Reads all of a saved experiment; undefined where there is none of this id. */
export async function readSaved(db: Database, id: string): Promise<Saved | undefined> {
  const transaction = db.transaction(allStores);
  const [entry, contents, ownText, runs, values, capturedRuns, captured, takes, sweeps] = await Promise.all([
    transaction.objectStore('entries').get(id),
    transaction.objectStore('contents').get(id),
    transaction.objectStore('texts').get(id),
    transaction.objectStore('checkpoints').getAllKeys(runsOf(id)),
    transaction.objectStore('checkpoints').getAll(runsOf(id)),
    transaction.objectStore('captures').getAllKeys(runsOf(id)),
    transaction.objectStore('captures').getAll(runsOf(id)),
    transaction.objectStore('takes').get(id),
    readSweeps(transaction, id),
  ]);
  if (!entry || !contents) return undefined;
  const checkpoints = await allUnpacked(
    Object.fromEntries(runs.map(([, runId], n) => [runId, values[n] as KeptCheckpoint])),
  );
  const captures: Saved['captures'] = {};
  // In the order of their keys: by run, then by step.
  for (const [n, [, runId]] of capturedRuns.entries()) {
    captures[runId] ??= [];
    captures[runId].push(captured[n] as Capture);
  }
  const readTakes = (takes ?? []).map(async (take) => ({
    ...take,
    checkpoints: await allUnpacked(take.checkpoints),
  }));
  return {
    entry,
    contents,
    ownText: ownText ?? null,
    checkpoints,
    captures,
    sweeps,
    takes: await Promise.all(readTakes),
  };
}

/** Reads the sweeps of a saved experiment, in their order. */
async function readSweeps(
  transaction: IDBPTransaction<Stores, StoreNames<Stores>[]>,
  id: string,
): Promise<Saved['sweeps']> {
  const [sweeps, keys, results] = await Promise.all([
    transaction.objectStore('sweeps').getAll(runsOf(id)),
    transaction.objectStore('sweepResults').getAllKeys(runsOf(id)),
    transaction.objectStore('sweepResults').getAll(runsOf(id)),
  ]);
  return sortBy(sweeps, ['place']).map(({ place: _, ...sweep }) => ({
    ...sweep,
    results: results.filter((_, n) => keys[n]?.[1] === sweep.id),
  }));
}

/**
 * Writes all of a saved experiment in one transaction, or nothing where that fails (the rejection is the browser's error).
 * @param before what is there already and need not be written again; null for a new one
 * @returns whether what should have been there already was gone, and everything was written again
 */
export async function writeSaved(
  db: Database,
  saved: Saved<KeptDocument>,
  before: Saved<KeptDocument> | null,
): Promise<{ wasGone: boolean }> {
  const { entry, contents, ownText, checkpoints, captures, sweeps, takes } = saved;
  const { id } = entry;
  const asBlob = await storesBlobs(db);
  const checkpointsThere = before?.checkpoints ?? {};
  const changed = Object.entries(checkpoints).filter(([runId, one]) => one !== checkpointsThere[runId]);
  const newCheckpoints = await allStorable(Object.fromEntries(changed), asBlob);
  const newTakes = takes === before?.takes ? null : await storableTakes(takes, asBlob);
  const transaction = db.transaction(allStores, 'readwrite');
  const entries = transaction.objectStore('entries');
  const texts = transaction.objectStore('texts');
  const checkpointStore = transaction.objectStore('checkpoints');
  const captureStore = transaction.objectStore('captures');
  const sweepStore = transaction.objectStore('sweeps');
  const sweepResultStore = transaction.objectStore('sweepResults');
  const writes: Promise<unknown>[] = [];
  const add = (write: Promise<unknown>) => {
    // Whichever fails first is told; the others fail with it.
    write.catch(() => {});
    writes.push(write);
  };
  try {
    if (before && (await entries.getKey(id)) === undefined) {
      await transaction.done;
      await writeSaved(db, saved, null);
      return { wasGone: true };
    }
    add(entries.put(entry));
    add(transaction.objectStore('contents').put(contents));
    if (ownText !== (before?.ownText ?? null)) add(ownText ? texts.put(ownText, id) : texts.delete(id));
    for (const runId of Object.keys(checkpointsThere))
      if (!checkpoints[runId]) add(checkpointStore.delete([id, runId]));
    const capturesThere = before?.captures ?? {};
    for (const { key } of capturesBeside(id, capturesThere, captures)) add(captureStore.delete(key));
    for (const { key, capture } of capturesBeside(id, captures, capturesThere)) {
      const write = captureStore.put(capture, key);
      if (captureBytes(capture) < largeCapture) add(write);
      // As with checkpoints, below.
      else await write;
    }
    const sweepsThere = before?.sweeps ?? [];
    for (const { key } of sweepResultsBeside(id, sweepsThere, sweeps)) add(sweepResultStore.delete(key));
    for (const { key, result } of sweepResultsBeside(id, sweeps, sweepsThere))
      add(sweepResultStore.put(result, key));
    for (const gone of sweepsThere)
      if (!sweeps.some((sweep) => sweep.id === gone.id)) add(sweepStore.delete([id, gone.id]));
    for (const [place, { results: _, ...sweep }] of sweeps.entries())
      if (sweepsThere[place]?.id !== sweep.id) add(sweepStore.put({ ...sweep, place }, [id, sweep.id]));
    if (newTakes) add(transaction.objectStore('takes').put(newTakes, id));
    // One at a time, as they are large: what a person does meanwhile comes between them.
    for (const [runId, checkpoint] of Object.entries(newCheckpoints))
      await checkpointStore.put(checkpoint, [id, runId]);
    await Promise.all(writes);
    await transaction.done;
    return { wasGone: false };
  } catch (error) {
    throw await undone(transaction, error);
  }
}

const storableTakes = (takes: readonly KeptDocument[], asBlob: boolean): Promise<KeptDocument[]> =>
  Promise.all(
    takes.map(async (take) => ({ ...take, checkpoints: await allStorable(take.checkpoints, asBlob) })),
  );

/** Lists captures of a saved experiment that are not among others, with their keys. */
function capturesBeside(
  id: string,
  captures: Saved['captures'],
  others: Saved['captures'],
): { key: Stores['captures']['key']; capture: Capture }[] {
  return Object.entries(captures).flatMap(([runId, own]) => {
    const there = new Set(others[runId]);
    const beside = own.filter((capture) => !there.has(capture));
    return beside.map((capture) => ({ key: [id, runId, capture.step, capture.text], capture }));
  });
}

/** Lists results of an experiment's sweeps that are not among others, with their keys. */
function sweepResultsBeside(
  id: string,
  sweeps: Saved['sweeps'],
  others: Saved['sweeps'],
): { key: Stores['sweepResults']['key']; result: SweepResult }[] {
  return sweeps.flatMap((sweep) => {
    const there = new Set(others.find((one) => one.id === sweep.id)?.results.map(({ run }) => run.id));
    const beside = sweep.results.filter(({ run }) => !there.has(run.id));
    return beside.map((result) => ({ key: [id, sweep.id, result.run.id], result }));
  });
}

/** Aborts a transaction in which something failed. @returns why: the browser tells only the transaction that it is full */
async function undone(
  transaction: Pick<IDBPTransaction<Stores, StoreNames<Stores>[], 'readwrite'>, 'abort' | 'done'>,
  error: unknown,
): Promise<unknown> {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
  const own: unknown = await transaction.done.then(() => error).catch((reason: unknown) => reason);
  return own instanceof Error && own.name === 'QuotaExceededError' ? own : error;
}

/** Deletes a saved experiment in one transaction; nothing where there is none of this id. */
export async function deleteSaved(db: Database, id: string): Promise<void> {
  const transaction = db.transaction(allStores, 'readwrite');
  await Promise.all([
    transaction.objectStore('entries').delete(id),
    transaction.objectStore('contents').delete(id),
    transaction.objectStore('texts').delete(id),
    transaction.objectStore('checkpoints').delete(runsOf(id)),
    transaction.objectStore('captures').delete(runsOf(id)),
    transaction.objectStore('takes').delete(id),
    transaction.objectStore('sweeps').delete(runsOf(id)),
    transaction.objectStore('sweepResults').delete(runsOf(id)),
    transaction.objectStore('trail').delete(runsOf(id)),
    transaction.done,
  ]);
}

/** The keys of the checkpoints, or of the captures, of a saved experiment. */
export const runsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);
