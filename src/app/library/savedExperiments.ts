/** Saved experiments in the database: read, written and deleted whole. */

import { sortBy } from 'es-toolkit';
import type { IDBPTransaction, StoreNames } from 'idb';
import type { KeptDocument } from '../../document/keptDocument';
import type { Saved } from '../../document/records';
import type { SweepResult } from '../../document/sweepsSchema';
import { type Capture, captureBytes } from '../../measure/capture';
import { allUnpacked, type KeptCheckpoint, type PackedCheckpoint } from '../../train/packedCheckpoint';
import { allStores, type Database, runsOf, type Stores, storable, storesBlobs } from './database';

/** Bytes from which a capture is written on its own. */
const largeCapture = 2 ** 20;

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

async function allStorable(
  checkpoints: Readonly<Record<string, KeptCheckpoint>>,
  asBlob: boolean,
): Promise<Record<string, PackedCheckpoint>> {
  const entries = Object.entries(checkpoints).map(
    async ([runId, one]) => [runId, await storable(one, asBlob)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
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
