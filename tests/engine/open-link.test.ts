// Links opened on the page, with the worker's real Lab behind the session.

import { beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { encodeLink } from '../../src/document/link/link';
import type { Shared } from '../../src/document/link/shared';
import { sharedText, textHash } from '../../src/document/link/textSection';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { renameRun, setSettings } from '../../src/experiment/edit';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { session } = app;
const { history } = app.document;
const experimentStore = app.document.experiment;
const historyStore = app.document.history.state;
const linkStore = app.links.state;
const runsStore = app.session.runs;
const viewStore = app.document.view;

const first = defaultExperiment();
const small = tinyExperiment({
  steps: 4,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'mlp') },
    { id: 'b', name: 'B', layers: stack('rndEmbQK') },
  ],
});
const link = (change: Partial<Shared> = {}) =>
  encodeLink({ experiment: small, view: defaultView, text: null, curves: null, ...change });

const edited = () => experimentStore.getState();
const reached = (wanted: string) =>
  vi.waitFor(() => expect(runsStore.getState().state).toBe(wanted), { timeout: 10_000, interval: 5 });
const curves = () =>
  Object.values(runsStore.getState().curves).map(({ train, validation }) => [
    [...train.steps],
    [...train.values],
    [...validation.values],
  ]);

beforeEach(async () => {
  edited().apply(() => first, null);
  viewStore.getState().set({ probe: defaultView.probe });
  history.clear();
  linkStore.setState({ notes: [], opened: false, file: null, linkedCurves: [], linkedCurvesHidden: false });
  await session.reset();
});

it('opens the experiment and the view, and trains nothing', async () => {
  const view = { ...defaultView, runId: 'b', layer: 7, head: 9, probe: 'a probe', hiddenRuns: ['a'] };
  expect(app.links.open(link({ view }))).toBe(true);
  expect(edited().experiment).toMatchObject({
    steps: 4,
    runs: small.runs.map(({ name, layers }) => ({ name, layers })),
  });
  const { id } = edited().experiment.runs[1]!;
  expect(viewStore.getState()).toMatchObject({
    runId: id,
    layer: 0,
    head: 1,
    probe: 'a probe',
    hiddenRuns: [edited().experiment.runs[0]!.id],
  });
  expect(historyStore.getState().past).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(runsStore.getState()).toMatchObject({ state: 'empty', curves: {} });
});

it('gives the same curves to the last bit each time it is opened', async () => {
  const seen = [];
  for (let i = 0; i < 2; i++) {
    edited().apply(() => first, null);
    app.links.open(link());
    await session.train();
    await reached('finished');
    seen.push(curves());
  }
  expect(seen[0]?.[0]?.[0]).toEqual([1, 2, 3, 4]);
  expect(seen[1]).toEqual(seen[0]);
});

it('stops what trains, and undo brings the experiment, its text and its view back', async () => {
  expect(await session.text.takeOwn(new Blob(['the sea is wide '.repeat(9)]), 'sea.txt')).toBeNull();
  edited().apply(() => ({ ...small, corpus: 'ownText', steps: 100_000 }));
  viewStore.getState().set({ probe: 'my probe' });
  const before = edited();
  await session.train();
  await vi.waitFor(() => expect(curves()[0]?.[0]?.length).toBeGreaterThan(0));
  const text = sharedText('land.txt', 'The land is dry. '.repeat(20));
  app.links.open(link({ experiment: { ...small, corpus: 'ownText' }, text }));
  expect(edited().ownText?.text).toMatch(/^The land/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(runsStore.getState().state).toBe('empty');
  const opened = historyStore.getState().past.at(-1);
  expect(opened?.label()).toBe('Opened the experiment of the link.');
  expect(opened?.offersUndo).toBe(true);
  history.undo();
  expect(edited().experiment).toEqual(before.experiment);
  expect(edited().ownText).toBe(before.ownText);
  expect(viewStore.getState().probe).toBe('my probe');
  history.redo();
  expect(edited().ownText?.text).toMatch(/^The land/);
  expect(edited().experiment.steps).toBe(4);
});

it('a link that cannot be read changes nothing', async () => {
  edited().apply(setSettings({ steps: 77 }));
  const before = edited().experiment;
  for (const bad of ['#1', '#9rr.abc', link().slice(0, 20)]) {
    expect(app.links.open(bad)).toBe(false);
    expect(linkStore.getState()).toMatchObject({ opened: false, notes: [expect.stringMatching(/\.$/)] });
  }
  expect(edited().experiment).toBe(before);
});

it('what trains alike goes on, under the names of the link', async () => {
  app.links.open(link());
  await session.train();
  await reached('finished');
  app.links.open(link({ experiment: renameRun('a', 'Baseline')(small) }));
  expect(edited().experiment.runs[0]?.name).toBe('Baseline');
  expect(curves()[0]?.[0]).toEqual([1, 2, 3, 4]);
});

it('asks for a text the link does not carry, and knows it again', async () => {
  const words = 'the sea is wide '.repeat(9);
  const file = { kind: 'file' as const, name: 'sea.txt', bytes: words.length, hash: textHash(words) };
  app.links.open(link({ experiment: { ...small, corpus: 'ownText' }, text: file }));
  expect(edited().ownText).toBeNull();
  expect(linkStore.getState().file).toEqual(file);
  await session.text.takeOwn(new Blob([words]), 'sea.txt');
  app.links.open(link({ experiment: { ...small, corpus: 'ownText', seed: 5 }, text: file }));
  expect(edited().ownText?.text).toBe(words);
});

it('a carried text that cannot be trained on is refused like any other', () => {
  const text = { kind: 'text' as const, name: 'x.txt', text: 'abc' };
  app.links.open(link({ experiment: { ...small, corpus: 'ownText' }, text }));
  expect(edited().ownText).toBeNull();
  expect(linkStore.getState().notes).toEqual([
    expect.stringMatching(/^The link’s text “x\.txt” is too short/),
  ]);
});

it('a text that takes long waits until it is asked for', async () => {
  app.links.open(link({ experiment: { ...small, tokenizer: 'bpe', vocabSize: 300 } }));
  expect(runsStore.getState()).toMatchObject({ textWaits: true, textFacts: null });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(runsStore.getState().textFacts).toBeNull();
  await session.step();
  await vi.waitFor(() => expect(runsStore.getState().textFacts?.vocab).toBeGreaterThan(256));
  expect(runsStore.getState().textWaits).toBe(false);
});

it('keeps the curves a link brings for the runs that are left', () => {
  const points = (value: number) => ({ train: [{ step: 1, value }], validation: [], accuracy: [] });
  app.links.open(link({ curves: [points(1), points(2)] }));
  expect(
    linkStore
      .getState()
      .linkedCurves.map(({ runId, style, curves }) => [runId, style, curves.train[0]?.value]),
  ).toEqual([
    ['run-1', 0, 1],
    ['run-2', 1, 2],
  ]);
  app.links.open(link());
  expect(linkStore.getState().linkedCurves).toEqual([]);
});
