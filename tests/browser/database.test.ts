// The database of saved experiments in a real IndexedDB: those of version 1 are all there after the upgrade.

import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Database } from '../../src/app/library/database';
import { databaseName, openDatabase } from '../../src/app/library/database';
import { DatabaseConnection } from '../../src/app/library/databaseConnection';
import { deleteSaved, readSaved, writeSaved } from '../../src/app/library/savedExperiments';
import { trailBytesOf, trailStorage } from '../../src/app/library/trailStore';
import type { TrailEntry } from '../../src/app/session/trail';
import type { LabDocument } from '../../src/document/document';
import type { Saved } from '../../src/document/records';
import { fromRecords, toRecords } from '../../src/document/records';
import type { Sweep, SweepResult } from '../../src/document/sweepsSchema';
import { defaultExperiment } from '../../src/experiment/defaults';
import { sweepRuns } from '../../src/experiment/sweeps/choice';
import type { Capture } from '../../src/measure/capture';
import type { Checkpoint } from '../../src/train/checkpoint';
import { packed, unpacked } from '../../src/train/packedCheckpoint';
import dump from '../fixtures/documents/database-2.json?raw';
import { type Dump, revive } from '../support/stored';

const name = databaseName();
const open: (Database | IDBDatabase)[] = [];
afterEach(async () => {
  for (const db of open.splice(0)) db.close();
  await deleteDB(name);
});

const quiet = { blocked() {}, async blocking() {}, deleted() {}, terminated() {} };
async function openToday(listener: Partial<Parameters<typeof openDatabase>[0]> = {}): Promise<Database> {
  const db = await openDatabase({ ...quiet, ...listener });
  open.push(db);
  return db;
}

const points = (...values: number[]) => ({
  steps: Float64Array.from(values, (_, n) => n + 1),
  values: Float64Array.from(values),
});

const checkpoint: Checkpoint = {
  version: 1,
  steps: 2,
  params: { 'embed.weight': { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) } },
  moments: new Float32Array(8),
  randomEmbedding: Float32Array.of(5),
  fixedSequence: Int32Array.of(6),
  batches: { seed: 1, words: [1, 2, 3, 4] },
  rateFactor: 1,
};

const contents = {
  experiment: defaultExperiment(),
  view: { runId: 'hybrid', layer: 1, head: 2, probe: 'the sea', taskSample: 0, chart: { smoothing: 0 } },
  results: {
    state: 'paused',
    message: null,
    info: null,
    progress: { step: 2, steps: 600, tokensPerSecond: 1, secondsLeft: null },
    failures: {},
    gentler: {},
    evaluations: {},
    look: null,
    curves: { standard: { train: points(4.4, 4.3), validation: points(), accuracy: points() } },
  },
  backend: { name: 'webgpu', adapter: 'a card' },
};
const ownText = { name: 'sea.txt', text: 'the sea is wide' };

const captureAt = (step: number, text = 'sea'): Capture => ({
  step,
  text,
  tokens: ['s'],
  heads: 1,
  cut: false,
  unknown: [],
  layers: [{ weights: Uint8Array.of(step), indicators: null, scores: null }],
});

/** What version 1 wrote, as a document of today. */
function fromVersion1(): LabDocument {
  const entry = {
    id: 'w',
    name: 'Whale',
    createdAt: 1,
    changedAt: 2,
    runs: [],
    step: 2,
    steps: 600,
    bytes: 0,
  };
  const records = {
    entry,
    contents: { id: 'w', ...contents },
    ownText: null,
    checkpoints: {},
    captures: {},
    sweeps: [],
    takes: [],
  };
  const read = fromRecords(records as unknown as Saved);
  if (!read.ok) throw new Error(read.message);
  return read.document;
}

/** What version 1 wrote, written as it did. */
function writeVersion1(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      const experiments = opening.result.createObjectStore('experiments', { keyPath: 'id' });
      const checkpoints = opening.result.createObjectStore('checkpoints');
      experiments.put({ id: 'w', name: 'Whale', createdAt: 1, changedAt: 2, ownText, contents });
      experiments.put({ id: 's', name: 'Sea', createdAt: 3, changedAt: 4, ownText: null, contents });
      checkpoints.put(checkpoint, ['w', 'standard']);
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

const todayStores = [
  'captures',
  'checkpoints',
  'contents',
  'entries',
  'sweepResults',
  'sweeps',
  'takes',
  'texts',
  'trail',
];

it('upgrades a database of version 1, and nothing of it is lost', async () => {
  (await writeVersion1()).close();
  const db = await openToday();
  expect([...db.objectStoreNames]).toEqual(todayStores);
  const whale = await readSaved(db, 'w');
  expect(whale?.entry).toMatchObject({
    id: 'w',
    name: 'Whale',
    createdAt: 1,
    changedAt: 2,
    runs: ['All standard', 'All non-approximate', 'Interleaved'],
    step: 2,
    steps: 600,
  });
  expect(whale?.entry.bytes).toBeGreaterThan(32);
  expect(whale?.contents).toEqual({ id: 'w', ...contents });
  expect(whale?.ownText).toEqual(ownText);
  expect(whale?.checkpoints).toEqual({ standard: checkpoint });
  const sea = await readSaved(db, 's');
  expect(sea?.ownText).toBeNull();
  expect(sea?.checkpoints).toEqual({});
  expect(await readSaved(db, 'nobody')).toBeUndefined();
});

it('leaves a database of version 1 as it is where the upgrade fails', async () => {
  const old = await writeVersion1();
  await new Promise<void>((resolve) => {
    const all = old.transaction('experiments', 'readwrite');
    // A record that no version could have written.
    all.objectStore('experiments').put({ id: 'broken' });
    all.oncomplete = () => resolve();
  });
  old.close();
  await expect(openToday()).rejects.toThrow(/abort/i);
  const again = await writeVersion1();
  open.push(again);
  expect(again.version).toBe(1);
  expect([...again.objectStoreNames]).toEqual(['checkpoints', 'experiments']);
});

it.each([3, 4, 5])(
  'upgrades a database of version %i, and keeps checkpoints along the way with an experiment',
  async (version) => {
    const missing: Record<number, string[]> = { 3: ['sweeps', 'sweepResults', 'trail'], 4: ['trail'] };
    const stores = todayStores.filter((store) => !missing[version]?.includes(store));
    const old = await openDB(name, version, {
      upgrade(db) {
        for (const store of stores)
          db.createObjectStore(store, ['entries', 'contents'].includes(store) ? { keyPath: 'id' } : {});
      },
    });
    const saved = toRecords(
      { ...fromVersion1(), checkpoints: { standard: checkpoint } },
      { id: 'w', name: 'W', createdAt: 1 },
    );
    await old.put('entries', saved.entry);
    await old.put('contents', saved.contents);
    await old.put('checkpoints', checkpoint, ['w', 'standard']);
    // With the numbers of checkpoints as arrays.
    const take = { ...fromVersion1(), checkpoints: { standard: checkpoint } };
    await old.put('takes', [take], 'w');
    old.close();
    const db = await openToday();
    expect([...db.objectStoreNames]).toEqual(todayStores);
    expect(await readSaved(db, 'w')).toEqual({ ...saved, takes: [take] });
    // One that is written today has them in a Blob.
    const next = { ...saved, checkpoints: { relaxed: checkpoint, linear: checkpoint }, takes: [take] };
    // As training hands it over, and as it was opened.
    await writeSaved(
      db,
      { ...next, checkpoints: { relaxed: checkpoint, linear: packed(checkpoint) } },
      saved,
    );
    const stored = await db.get('checkpoints', ['w', 'relaxed']);
    expect(stored).toMatchObject({ steps: checkpoint.steps, numbers: expect.any(Blob) });
    expect(stored).not.toHaveProperty('moments');
    expect(await readSaved(db, 'w')).toEqual(next);

    const connection = new DatabaseConnection({ blocked() {}, async blocking() {}, closed() {} });
    const storage = trailStorage(connection, 'w');
    const entry = { training: '{"a":1}', step: 2, rateFactor: 0.5, bytes: 60 };
    const later = { ...entry, step: 3 };
    await storage.change([], { entry, checkpoint });
    await trailStorage(connection, 'x').change([], { entry, checkpoint });
    expect(await storage.entries()).toEqual([entry]);
    const read = async (of: TrailEntry) => {
      const kept = await storage.read(of);
      return kept && unpacked(kept);
    };
    expect(await read(entry)).toEqual(checkpoint);
    expect(await read(later)).toBeUndefined();
    await storage.change([entry], { entry: later, checkpoint: packed(checkpoint) });
    expect(await storage.entries()).toEqual([later]);
    expect(await read(later)).toEqual(checkpoint);
    expect(await trailBytesOf(db)).toEqual(
      new Map([
        ['w', 60],
        ['x', 60],
      ]),
    );
    await deleteSaved(db, 'w');
    expect(await storage.entries()).toEqual([]);
    expect(await trailBytesOf(db)).toEqual(new Map([['x', 60]]));
    (await connection.open()).close();
  },
);

it('keeps checkpoints also where the browser stores no Blobs, as WebKit in a private window', async () => {
  const { put } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (Object.values(value).some((part) => part instanceof Blob))
      throw new DOMException('Error preparing Blob', 'UnknownError');
    return put.call(this, value, key);
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const db = await openToday();
  const take = { ...fromVersion1(), checkpoints: { standard: checkpoint } };
  const saved = toRecords(take, { id: 'w', name: 'W', createdAt: 1 }, [take]);
  const handedOver = { ...take, checkpoints: { standard: packed(checkpoint) } };
  await writeSaved(db, { ...toRecords(handedOver, saved.entry, [handedOver]), entry: saved.entry }, null);
  expect(await readSaved(db, 'w')).toEqual(saved);
});

it('waits for a page of an earlier version to let go, and says so', async () => {
  const old = await writeVersion1();
  let blocked = 0;
  const db = await openToday({
    blocked() {
      blocked++;
      old.close();
    },
  });
  expect(blocked).toBe(1);
  expect((await readSaved(db, 'w'))?.entry.name).toBe('Whale');
});

it('writes what has changed, deletes all of one and nothing of another', async () => {
  (await writeVersion1()).close();
  const db = await openToday();
  const whale = await readSaved(db, 'w');
  if (!whale) throw new Error('not there');
  const next = { ...whale, ownText: null, checkpoints: { relaxed: checkpoint } };
  await writeSaved(db, next, whale);
  expect(await readSaved(db, 'w')).toEqual(next);
  await writeSaved(db, whale, next);
  expect(await readSaved(db, 'w')).toEqual(whale);
  await deleteSaved(db, 's');
  expect(await readSaved(db, 's')).toBeUndefined();
  expect(await readSaved(db, 'w')).toEqual(whale);
  const captured = { ...whale, captures: { standard: [captureAt(0), captureAt(10), captureAt(9, 'sky')] } };
  const rising = { standard: [captureAt(0), captureAt(9, 'sky'), captureAt(10)] };
  await writeSaved(db, captured, whale);
  expect((await readSaved(db, 'w'))?.captures).toEqual(rising);
  const [first] = captured.captures.standard;
  const fewer = { ...whale, captures: { standard: [first!, captureAt(11)], other: [captureAt(2)] } };
  await writeSaved(db, fewer, captured);
  expect((await readSaved(db, 'w'))?.captures).toEqual(fewer.captures);
  expect(await db.count('captures')).toBe(3);
  await deleteSaved(db, 'w');
  expect(await db.count('captures')).toBe(0);
  expect(await db.count('checkpoints')).toBe(0);
  expect(await db.count('texts')).toBe(0);
});

it('writes the results of sweeps one by one, and has sweeps back in their order', async () => {
  const db = await openToday();
  const experiment = defaultExperiment();
  const choice = { sweep: 'seeds', parameters: {}, seeds: 2 };
  const listed = sweepRuns(experiment, choice);
  const none = { steps: [], values: [] };
  const results = (listed.ok ? listed.runs : []).map(({ run }): SweepResult => {
    const curves = { train: none, validation: none, accuracy: none };
    const numbers = { loss: 4, best: null, accuracy: null, answers: null, windows: null };
    return { run, steps: 3, ...numbers, curves, failed: null };
  });
  const sweepOf = (id: string, done: number): Sweep => ({
    id,
    choice,
    experiment,
    textHash: null,
    results: results.slice(0, done),
  });
  const named = { id: 'w', name: 'Whale', createdAt: 1 };
  const withSweeps = (...sweeps: Sweep[]) => toRecords({ ...fromVersion1(), sweeps }, named);
  const one = withSweeps(sweepOf('z', 1), sweepOf('a', 0));
  await writeSaved(db, one, null);
  expect((await readSaved(db, 'w'))?.sweeps).toEqual(one.sweeps);
  const puts = vi.spyOn(IDBObjectStore.prototype, 'put');
  const two = withSweeps(sweepOf('z', 2), sweepOf('a', 1));
  await writeSaved(db, two, one);
  const written = puts.mock.calls.map(([, key]) => key).filter(Array.isArray);
  puts.mockRestore();
  expect(written).toEqual([
    ['w', 'z', results[1]?.run.id],
    ['w', 'a', results[0]?.run.id],
  ]);
  expect((await readSaved(db, 'w'))?.sweeps).toEqual(two.sweeps);
  const last = withSweeps(sweepOf('a', 1));
  await writeSaved(db, last, two);
  expect((await readSaved(db, 'w'))?.sweeps).toEqual(last.sweeps);
  expect(await db.count('sweepResults')).toBe(1);
  await deleteSaved(db, 'w');
  expect([await db.count('sweeps'), await db.count('sweepResults')]).toEqual([0, 0]);
});

it('opens a database of version 3, which had no sweeps', async () => {
  const contents3 = { id: 'w', ...contents, version: 3 };
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name, 3);
    opening.onupgradeneeded = () => {
      const db = opening.result;
      const entries = db.createObjectStore('entries', { keyPath: 'id' });
      db.createObjectStore('contents', { keyPath: 'id' }).put(contents3);
      for (const store of ['texts', 'checkpoints', 'captures', 'takes']) db.createObjectStore(store);
      entries.put({
        id: 'w',
        name: 'Whale',
        createdAt: 1,
        changedAt: 2,
        runs: [],
        step: 2,
        steps: 600,
        bytes: 0,
      });
    };
    opening.onsuccess = () => resolve(opening.result.close());
    opening.onerror = () => reject(opening.error);
  });
  const db = await openToday();
  expect([...db.objectStoreNames]).toEqual(todayStores);
  const saved = await readSaved(db, 'w');
  expect(saved?.contents).toEqual(contents3);
  expect(saved?.sweeps).toEqual([]);
});

it('makes an empty one, as opening it by name alone leaves, one of today’s', async () => {
  (await openDB(name)).close();
  const db = await openToday();
  expect([...db.objectStoreNames]).toEqual(todayStores);
});

describe('a connection', () => {
  const named = { id: 'w', name: 'Whale', createdAt: 1 };
  const saved = toRecords({ ...fromVersion1(), checkpoints: { standard: checkpoint }, ownText }, named);
  const connections: DatabaseConnection[] = [];
  afterEach(async () => {
    for (const one of connections.splice(0)) (await one.open()).close();
  });
  function connect() {
    const closed = vi.fn();
    const connection = new DatabaseConnection({ blocked() {}, async blocking() {}, closed });
    connections.push(connection);
    return { connection, closed };
  }

  it('that was closed is opened anew by the next use', async () => {
    const { connection } = connect();
    await connection.use((db) => writeSaved(db, saved, null));
    (await connection.open()).close();
    expect((await connection.use((db) => readSaved(db, 'w')))?.entry.name).toBe('Whale');
  });

  it('keeps takes beside what is on the page, and writes them when they are others', async () => {
    const { connection } = connect();
    const take = { ...fromVersion1(), checkpoints: { standard: checkpoint } };
    const withTake = toRecords(fromVersion1(), named, [take]);
    await connection.use((db) => writeSaved(db, withTake, null));
    const read = await connection.use((db) => readSaved(db, 'w'));
    expect(read?.takes).toEqual([take]);
    const opened = read && fromRecords(read);
    expect(opened?.ok && opened.takes.map(({ experiment }) => experiment)).toEqual([take.experiment]);
    // A damaged take is left out alone.
    const damaged = { ...read!, takes: [{ ...take, experiment: null as never }, take] };
    const others = fromRecords(damaged);
    expect(others.ok && others.takes).toHaveLength(1);
    await connection.use((db) => writeSaved(db, { ...withTake, takes: [] }, withTake));
    expect((await connection.use((db) => readSaved(db, 'w')))?.takes).toEqual([]);
  });

  it('gives way to a deletion, says so, and all of an experiment is written again', async () => {
    const { connection, closed } = connect();
    expect(await connection.use((db) => writeSaved(db, saved, null))).toEqual({ wasGone: false });
    expect(await connection.use((db) => writeSaved(db, saved, saved))).toEqual({ wasGone: false });
    await deleteDB(name);
    expect(closed).toHaveBeenCalledOnce();
    expect(await connection.use((db) => writeSaved(db, saved, saved))).toEqual({ wasGone: true });
    expect(await connection.use((db) => readSaved(db, 'w'))).toEqual(saved);
  });

  it('tries twice and no more, and only where it was closed', async () => {
    const { connection } = connect();
    const failing = (kind: string) => vi.fn(async () => Promise.reject(new DOMException('No.', kind)));
    const closedForGood = failing('InvalidStateError');
    await expect(connection.use(closedForGood)).rejects.toThrow('No.');
    expect(closedForGood).toHaveBeenCalledTimes(2);
    const full = failing('QuotaExceededError');
    await expect(connection.use(full)).rejects.toThrow('No.');
    expect(full).toHaveBeenCalledOnce();
  });

  it('writes nothing where a part cannot be written', async () => {
    const { connection } = connect();
    const broken = { ...saved, checkpoints: { standard: { ...checkpoint, steps: (() => {}) as never } } };
    await expect(connection.use((db) => writeSaved(db, broken, null))).rejects.toMatchObject({
      name: 'DataCloneError',
    });
    expect(await connection.use((db) => readSaved(db, 'w'))).toBeUndefined();
  });
});

it('opens a database as version 2 wrote it before documents had a version', async () => {
  const { databaseVersion, stores } = JSON.parse(dump, revive) as Dump;
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name, databaseVersion);
    opening.onupgradeneeded = () => {
      const db = opening.result;
      const entries = db.createObjectStore('entries', { keyPath: 'id' });
      const contents = db.createObjectStore('contents', { keyPath: 'id' });
      const texts = db.createObjectStore('texts');
      const checkpoints = db.createObjectStore('checkpoints');
      for (const { value } of stores.entries) entries.put(value);
      for (const { value } of stores.contents) contents.put(value);
      for (const { key, value } of stores.texts) texts.put(value, key);
      for (const { key, value } of stores.checkpoints) checkpoints.put(value, key);
    };
    opening.onsuccess = () => resolve(opening.result.close());
    opening.onerror = () => reject(opening.error);
  });
  const db = await openToday();
  const saved = await readSaved(db, 'w');
  const read = saved && fromRecords(saved);
  if (!read?.ok) throw new Error(read?.message);
  const { document } = read;
  expect(document.view).toMatchObject({ runId: 'b', unit: 'perplexity', smoothing: 0.8, hiddenRuns: ['a'] });
  expect(document.checkpoints.b?.steps).toBe(3);
  // As today writes it, it comes back the same.
  const today = toRecords(document, saved!.entry);
  await writeSaved(db, today, saved!);
  const again = await readSaved(db, 'w');
  expect(again?.contents.version).toBe(document.version);
  expect(again && fromRecords(again)).toEqual(read);
});
