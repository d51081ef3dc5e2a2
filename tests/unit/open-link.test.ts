// Links opened on the page, with the worker's real Lab behind the session on TensorFlow.js's cpu backend.
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { useExperiment } from '../../src/app/document/experimentStore';
import { history, useHistory } from '../../src/app/document/history';
import { useView } from '../../src/app/document/viewStore';
import { openLink, useLink } from '../../src/app/links/openLink';
import { useRuns } from '../../src/app/session/runsStore';
import { session } from '../../src/app/session/session';
import { encodeLink } from '../../src/document/link/link';
import { sharedText, textHash } from '../../src/document/link/textSection';
import type { Shared } from '../../src/document/link/types';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { renameRun, setSettings } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { createLabWorker } from '../../src/runtime/labWorker';
import { stack } from '../support/stack';

vi.mock('../../src/runtime/client', () => ({
  proxy: <T>(callback: T) => callback,
  connectLab: () => {
    const backend = async () => ({ name: 'cpu' as const, adapter: 'test', software: true });
    const text = 'CHAPTER 1. Loomings. Call me Ishmael. '.repeat(20);
    return { lab: createLabWorker(backend, async () => text), terminate() {} };
  },
}));

const first = defaultExperiment();
const small: Experiment = {
  ...first,
  batch: 2,
  steps: 4,
  evalWindows: 2,
  model: { ...first.model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'mlp') },
    { id: 'b', name: 'B', layers: stack('rndEmbQK') },
  ],
};
const link = (change: Partial<Shared> = {}) =>
  encodeLink({ experiment: small, view: defaultView, text: null, curves: null, ...change });

const edited = () => useExperiment.getState();
const reached = (wanted: string) =>
  vi.waitFor(() => expect(useRuns.getState().state).toBe(wanted), { timeout: 10_000, interval: 5 });
const curves = () =>
  Object.values(useRuns.getState().curves).map(({ train, validation }) => [
    [...train.steps],
    [...train.values],
    [...validation.values],
  ]);

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(async () => {
  edited().apply(() => first, null);
  useView.getState().set({ probe: defaultView.probe });
  history.clear();
  useLink.setState({ notes: [], opened: false, file: null, ghosts: [], ghostsHidden: false });
  await session.reset();
});

it('opens the experiment and the view, and trains nothing', async () => {
  const view = { ...defaultView, runId: 'b', layer: 7, head: 9, probe: 'a probe', hiddenRuns: ['a'] };
  expect(openLink(link({ view }))).toBe(true);
  expect(edited().experiment).toMatchObject({
    steps: 4,
    runs: small.runs.map(({ name, layers }) => ({ name, layers })),
  });
  const { id } = edited().experiment.runs[1]!;
  expect(useView.getState()).toMatchObject({
    runId: id,
    layer: 0,
    head: 1,
    probe: 'a probe',
    hiddenRuns: [edited().experiment.runs[0]!.id],
  });
  expect(useHistory.getState().past).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(useRuns.getState()).toMatchObject({ state: 'empty', curves: {} });
});

it('gives the same curves to the last bit each time it is opened', async () => {
  const seen = [];
  for (let i = 0; i < 2; i++) {
    edited().apply(() => first, null);
    openLink(link());
    await session.train();
    await reached('finished');
    seen.push(curves());
  }
  expect(seen[0]?.[0]?.[0]).toEqual([1, 2, 3, 4]);
  expect(seen[1]).toEqual(seen[0]);
});

it('stops what trains, and undo brings the experiment, its text and its view back', async () => {
  expect(await session.takeOwnText(new Blob(['the sea is wide '.repeat(9)]), 'sea.txt')).toBeNull();
  edited().apply(() => ({ ...small, corpus: 'ownText', steps: 100_000 }));
  useView.getState().set({ probe: 'my probe' });
  const before = edited();
  await session.train();
  await vi.waitFor(() => expect(curves()[0]?.[0]?.length).toBeGreaterThan(0));
  const text = sharedText('land.txt', 'The land is dry. '.repeat(20));
  openLink(link({ experiment: { ...small, corpus: 'ownText' }, text }));
  expect(edited().ownText?.text).toMatch(/^The land/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(useRuns.getState().state).toBe('empty');
  expect(useHistory.getState().past.at(-1)).toMatchObject({
    said: 'Opened the experiment of the link.',
    offered: true,
  });
  history.undo();
  expect(edited().experiment).toEqual(before.experiment);
  expect(edited().ownText).toBe(before.ownText);
  expect(useView.getState().probe).toBe('my probe');
  history.redo();
  expect(edited().ownText?.text).toMatch(/^The land/);
  expect(edited().experiment.steps).toBe(4);
});

it('a link that cannot be read changes nothing', async () => {
  edited().apply(setSettings({ steps: 77 }));
  const before = edited().experiment;
  for (const bad of ['#1', '#9rr.abc', link().slice(0, 20)]) {
    expect(openLink(bad)).toBe(false);
    expect(useLink.getState()).toMatchObject({ opened: false, notes: [expect.stringMatching(/\.$/)] });
  }
  expect(edited().experiment).toBe(before);
});

it('what trains alike goes on, under the names of the link', async () => {
  openLink(link());
  await session.train();
  await reached('finished');
  openLink(link({ experiment: renameRun('a', 'Baseline')(small) }));
  expect(edited().experiment.runs[0]?.name).toBe('Baseline');
  expect(curves()[0]?.[0]).toEqual([1, 2, 3, 4]);
});

it('asks for a text the link does not carry, and knows it again', async () => {
  const words = 'the sea is wide '.repeat(9);
  const file = { kind: 'file' as const, name: 'sea.txt', bytes: words.length, hash: textHash(words) };
  openLink(link({ experiment: { ...small, corpus: 'ownText' }, text: file }));
  expect(edited().ownText).toBeNull();
  expect(useLink.getState().file).toEqual(file);
  await session.takeOwnText(new Blob([words]), 'sea.txt');
  openLink(link({ experiment: { ...small, corpus: 'ownText', seed: 5 }, text: file }));
  expect(edited().ownText?.text).toBe(words);
});

it('a carried text that cannot be trained on is refused like any other', () => {
  const text = { kind: 'text' as const, name: 'x.txt', text: 'abc' };
  openLink(link({ experiment: { ...small, corpus: 'ownText' }, text }));
  expect(edited().ownText).toBeNull();
  expect(useLink.getState().notes).toEqual([expect.stringMatching(/^The link’s text “x\.txt” is too short/)]);
});

it('a text that takes long waits until it is asked for', async () => {
  openLink(link({ experiment: { ...small, tokenizer: 'bpe', vocabSize: 300 } }));
  expect(useRuns.getState()).toMatchObject({ textWaits: true, textFacts: null });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(useRuns.getState().textFacts).toBeNull();
  await session.step();
  await vi.waitFor(() => expect(useRuns.getState().textFacts?.vocab).toBeGreaterThan(256));
  expect(useRuns.getState().textWaits).toBe(false);
});

it('keeps the curves a link brings for the runs that are left', () => {
  const points = (value: number) => ({ train: [{ step: 1, value }], validation: [], accuracy: [] });
  openLink(link({ curves: [points(1), points(2)] }));
  expect(
    useLink.getState().ghosts.map(({ runId, index, curves }) => [runId, index, curves.train[0]?.value]),
  ).toEqual([
    ['run-1', 0, 1],
    ['run-2', 1, 2],
  ]);
  openLink(link());
  expect(useLink.getState().ghosts).toEqual([]);
});
