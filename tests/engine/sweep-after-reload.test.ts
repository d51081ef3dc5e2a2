// @vitest-environment happy-dom
// A sweep that trained when the page was left goes on by itself; not where it was stopped or paused, nor in a tab without the lock.
import { afterEach, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/app/app';
import { snapshotDocument } from '../../src/app/document/documentSnapshot';
import { DatabaseConnection } from '../../src/app/library/databaseConnection';
import { readBundle, writeBundle } from '../../src/document/file/bundle';
import type { KeptDocument } from '../../src/document/keptDocument';
import { type Saved, toRecords } from '../../src/document/records';
import { aloneInFile } from '../support/alone';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

vi.setConfig({ testTimeout: 60_000 });

const { connectWorker } = inProcess();
const experiment = tinyExperiment({
  steps: 3,
  evalInterval: 3,
  runs: [{ id: 'a', name: 'A', layers: stack('mlp') }],
});

const until = (holds: () => boolean) =>
  vi.waitFor(() => expect(holds()).toBe(true), { timeout: 20_000, interval: 2 });
const resultsOf = (app: App) => app.document.sweeps.getState().sweeps[0]?.results.length ?? 0;
const said = (app: App) => app.notices.state.getState().filter(({ id }) => id === 'sweepGoesOn');

/** Opened apps, which are cleared after each test. */
const open: App[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const { session } of open.splice(0)) await session.clear();
});

/** A page whose storage has what is given, which keeps the last that is written. @param before null for an empty storage */
async function page(before: Saved<KeptDocument> | null) {
  const storage = { saved: before };
  const app = createApp({ connectWorker });
  open.push(app);
  vi.spyOn(DatabaseConnection.prototype, 'use').mockImplementation(async (work) => {
    const source = String(work);
    if (/lastSaved/.test(source)) return (storage.saved ?? undefined) as never;
    if (/freeName/.test(source)) return 'My experiment' as never;
    return (/writeSaved/.test(source) ? { wasGone: false } : undefined) as never;
  });
  await app.start({ embedded: false });
  return app;
}

/** What autosave writes of a page. */
function written(app: App): Saved<KeptDocument> {
  const named = { id: 'w', name: 'Test', createdAt: 1, ...app.session.sweeps.toGoOn };
  return structuredClone(toRecords(snapshotDocument(app.document, app.session.runs.getState()), named));
}

/** A page on which a sweep of eight runs has so many results. */
async function inTheMiddle(results: number) {
  const app = await page(null);
  app.document.experiment.getState().update(() => experiment);
  const added = app.session.sweepEdits.add({
    sweep: 'orders',
    parameters: { first: 'standard', second: 'mlp', layers: 3 },
    seeds: 1,
  });
  if ('refused' in added) throw new Error(added.refused);
  void app.session.sweeps.start(added.id);
  await until(() => resultsOf(app) >= results);
  return app;
}

it('goes on by itself after a reload, says so until it is done, and trains no run twice', async () => {
  const left = written(await inTheMiddle(2));
  expect(left.entry.sweepUnderWay).toBe(left.sweeps[0]?.id);
  const app = await page(left);
  // What is written meanwhile still has it.
  expect(written(app).entry.sweepUnderWay).toBe(left.sweeps[0]?.id);
  expect(app.session.sweeps.state.getState()).toMatchObject({ goesOn: true, progress: null });
  expect(said(app)[0]?.text()).toMatch(/“1\. Every order of two variants” trained when the page was left/);
  app.open();
  await until(() => app.session.sweeps.underWay === null);
  expect(resultsOf(app)).toBe(8);
  const [sweep] = app.document.sweeps.getState().sweeps;
  expect(sweep?.results.slice(0, left.sweeps[0]?.results.length)).toEqual(left.sweeps[0]?.results);
  expect(said(app)).toEqual([]);
  expect(written(app).entry.sweepUnderWay).toBeNull();
});

it('has those go on, too, that waited for it', async () => {
  const before = await inTheMiddle(1);
  const next = before.session.sweepEdits.add({ sweep: 'seeds', parameters: {}, seeds: 2 });
  if ('refused' in next) throw new Error(next.refused);
  await before.session.sweeps.start(next.id);
  const app = await page(written(before));
  expect(app.session.sweeps.state.getState().waiting).toEqual([next.id]);
  expect(said(app)[0]?.text()).toMatch(/After it: “2\. .*”\.$/);
  // The first of them is stopped from its notice.
  said(app)[0]?.actions?.at(-1)?.run();
  expect(app.session.sweeps.state.getState()).toMatchObject({ id: next.id, waiting: [], goesOn: true });
  app.open();
  await until(() => app.session.sweeps.underWay === null);
  expect(app.document.sweeps.getState().sweeps[1]?.results).toHaveLength(2);
  expect(resultsOf(app)).toBeLessThan(8);
});

it('waits where it was stopped or paused', async () => {
  const before = await inTheMiddle(1);
  await before.session.sweeps.pause();
  expect(written(before).entry.sweepUnderWay).toBeNull();
  await before.session.sweeps.resume();
  await until(() => before.session.sweeps.underWay !== null);
  await before.session.sweeps.stop();
  const left = written(before);
  const app = await page(left);
  app.open();
  await until(() => app.session.runs.getState().engine !== null);
  expect(app.session.sweeps.underWay).toBeNull();
  expect(said(app)).toEqual([]);
  expect(resultsOf(app)).toBe(left.sweeps[0]?.results.length);
});

it('waits in a tab that does not hold the experiment’s lock, and stops in one that loses it', async () => {
  const left = written(await inTheMiddle(1));
  vi.stubGlobal('navigator', {
    ...navigator,
    locks: {
      query: async () => ({ held: [], pending: [] }),
      request: async (_name: string, _options: unknown, hold: (lock: null) => unknown) => hold(null),
    },
  });
  const app = await page(left);
  expect(app.autosave.state.getState().lockedElsewhere).toBe(true);
  expect(app.session.sweeps.state.getState()).toMatchObject({ id: null, goesOn: false });
  expect(said(app)).toEqual([]);

  let lose = (_error: Error) => {};
  vi.stubGlobal('navigator', {
    ...navigator,
    locks: {
      query: async () => ({ held: [], pending: [] }),
      request: (_name: string, _options: unknown, hold: (lock: object) => unknown) =>
        new Promise((_, reject) => {
          lose = reject;
          void hold({});
        }),
    },
  });
  const other = await page(left);
  expect(other.session.sweeps.underWay).not.toBeNull();
  lose(new DOMException('stolen', 'AbortError'));
  await until(() => other.session.sweeps.underWay === null);
  expect(other.autosave.state.getState().lockedElsewhere).toBe(true);
});

it('is stopped from its notice before it has begun', async () => {
  const app = await page(written(await inTheMiddle(1)));
  said(app)[0]?.actions?.at(-1)?.run();
  await until(() => app.session.sweeps.state.getState().id === null);
  app.open();
  await until(() => app.session.runs.getState().engine !== null);
  expect(app.session.sweeps.underWay).toBeNull();
  expect(said(app)).toEqual([]);
});

it('is not in a file, and goes no further in one that is opened, or in another experiment', async () => {
  const before = await inTheMiddle(1);
  const file = writeBundle(
    await aloneInFile(snapshotDocument(before.document, before.session.runs.getState())),
  );
  expect(new TextDecoder('latin1').decode(file)).not.toContain('sweepUnderWay');
  await before.autosave.startNew('Opened', () => {
    const opened = readBundle(file, 'kept.zip').document;
    before.document.sweeps.setState({ sweeps: opened?.sweeps ?? [] });
  });
  expect(before.session.sweeps.underWay).toBeNull();
  expect(resultsOf(before)).toBeGreaterThan(0);
});
