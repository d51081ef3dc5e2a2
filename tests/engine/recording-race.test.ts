// A recording on the page: training and edits put it behind what is trained, and never lose it without a way back.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { createApp } from '../../src/app/app';
import { restoreDocument, snapshotDocument } from '../../src/app/document/documentSnapshot';
import { setSettings } from '../../src/experiment/edit';
import { readyExperiments } from '../../src/experiment/ready';
import { reset } from '../../src/ui/actions/trainingActions';
import { inProcess } from '../support/inProcess';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { document, session, gallery } = app;
const ready = readyExperiments.find(({ id }) => id === 'mixing')!;
const text = readFileSync(inRoot('public', 'recordings', 'mixing.json'), 'utf8');
const { update } = document.experiment.getState();
const runs = () => session.runs.getState();
const losses = () => Array.from(runs().curves.mlp?.train.values ?? []);

beforeEach(async () => {
  vi.stubGlobal('document', { baseURI: 'http://lab.test/' });
  vi.stubGlobal('fetch', async () => new Response(text));
  expect(await gallery.open(ready)).toBe(true);
});
afterEach(async () => {
  await session.clear();
  vi.unstubAllGlobals();
});

it('shows curves, evaluations and captures at the last capture, ready to train', () => {
  expect(runs()).toMatchObject({ state: 'empty', recorded: true, progress: { step: 600, steps: 600 } });
  expect(losses().length).toBeGreaterThan(500);
  expect(runs().evaluations.mlp?.step).toBe(600);
  expect(runs().captures.standard).toHaveLength(8);
  expect(document.view.getState().moment).toBe(600);
  expect(app.autosave.state.getState().current.name).toBe(ready.name);
  expect(session.race.state.getState().raced).toBeNull();
});

it('begins from the start when it is trained, with the recording behind', async () => {
  const recorded = losses();
  await session.step();
  expect(runs().recorded).toBe(false);
  expect(losses()).toHaveLength(1);
  expect(runs().captures.standard?.some(({ step }) => step > 1) ?? false).toBe(false);
  expect(runs().evaluations).toEqual({});
  expect(document.view.getState().moment).toBeNull();
  const { raced } = session.race.state.getState();
  expect(Array.from(raced?.results.curves.mlp?.train.values ?? [])).toEqual(recorded);
});

it('is put behind by an edit, and is back when that is undone; opening another experiment forgets it', async () => {
  const recorded = losses();
  update(setSettings({ batch: 2 }));
  expect(runs()).toMatchObject({ recorded: false, state: 'empty', curves: {} });
  expect(session.race.state.getState().raced).not.toBeNull();
  update(setSettings({ batch: ready.experiment.batch }));
  expect(runs().recorded).toBe(true);
  expect(losses()).toEqual(recorded);
  expect(session.race.state.getState().raced).toBeNull();
  update(setSettings({ batch: 2 }));
  await session.clear();
  expect(session.race.state.getState().raced).toBeNull();
});

it('is back after a reset, at its last capture; undoing that has what was trained, with the recording behind', async () => {
  const recorded = losses();
  await session.step();
  await session.step();
  const trained = losses();
  app.document.history.watch();
  reset.run(app);
  expect(runs()).toMatchObject({ state: 'empty', recorded: true });
  expect(losses()).toEqual(recorded);
  expect(document.view.getState().moment).toBe(600);
  expect(session.race.state.getState().raced).toBeNull();
  document.history.undo();
  expect(losses()).toEqual(trained);
  expect(runs().recorded).toBe(false);
  const { raced } = session.race.state.getState();
  expect(Array.from(raced?.results.curves.mlp?.train.values ?? [])).toEqual(recorded);
  expect(document.view.getState().moment).toBeNull();
  // And so from there.
  reset.run(app);
  expect(losses()).toEqual(recorded);
});

it('is behind what was trained of it again once the page is reloaded, and behind nothing else', async () => {
  const recorded = losses();
  await session.step();
  const kept = snapshotDocument(document, runs());
  await session.clear();
  expect(session.race.state.getState().raced).toBeNull();
  await gallery.fetchBehind();
  expect(session.race.state.getState().raced).toBeNull();
  restoreDocument(document, session.runs, kept);
  await gallery.fetchBehind();
  const { raced } = session.race.state.getState();
  expect(Array.from(raced?.results.curves.mlp?.train.values ?? [])).toEqual(recorded);
  reset.run(app);
  expect(losses()).toEqual(recorded);

  await session.clear();
  restoreDocument(document, session.runs, { ...kept, experiment: { ...kept.experiment, seed: 77 } });
  await gallery.fetchBehind();
  expect(session.race.state.getState().raced).toBeNull();
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  restoreDocument(document, session.runs, kept);
  await gallery.fetchBehind();
  expect(session.race.state.getState().raced).toBeNull();
  expect(warned).toHaveBeenCalledTimes(1);
  warned.mockRestore();
});

it('is kept as a recording by the storage and the file', async () => {
  const kept = snapshotDocument(document, runs());
  await session.clear();
  expect(restoreDocument(document, session.runs, kept)).toEqual({ interrupted: false });
  expect(runs()).toMatchObject({ recorded: true, state: 'empty', progress: { step: 600 } });
  const file = new Blob([await session.files.saveBundle('Test')]);
  const opened = await session.files.readBundle(file, 'a.zip');
  await session.files.openBundle(opened);
  expect(runs()).toMatchObject({ recorded: true, state: 'empty', progress: { step: 600 } });
  expect(runs().captures.standard).toHaveLength(8);
  // To save it again says so again, and what was trained does not.
  await session.step();
  expect(snapshotDocument(document, runs()).results.recorded).toBeUndefined();
});

it('tells why one cannot be opened, and leaves the page as it is', async () => {
  const before = document.experiment.getState().experiment;
  vi.stubGlobal('fetch', async () => new Response('gone', { status: 404 }));
  expect(await gallery.open(ready)).toBe(false);
  expect(gallery.state.getState()).toEqual({
    opening: null,
    error: 'The recording could not be fetched (status 404). Try again later.',
  });
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await gallery.open(ready)).toBe(false);
  expect(gallery.state.getState().error).toContain('there is no network, and it was not opened before');
  expect(document.experiment.getState().experiment).toBe(before);
  expect(runs().recorded).toBe(true);
});
