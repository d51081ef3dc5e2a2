// Captures of runs that train: at which steps, of what, and what edits leave of them.
import { range } from 'es-toolkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { defaultView } from '../../src/document/view';
import { removeRun, setModel, setVariant } from '../../src/experiment/edit';
import { decodeMap, largestError, smallestWeight } from '../../src/measure/capture';
import type { RunCaptures } from '../../src/runtime/runCaptures';
import { extend, reset } from '../../src/ui/actions/trainingActions';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const { connectWorker, workers } = inProcess();
const app = createApp({ connectWorker });
const { session } = app;
const { history, view } = app.document;
const { runs } = session;
const { update } = app.document.experiment.getState();
history.watch();

const experiment = tinyExperiment({
  steps: 120,
  evalInterval: 50,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard', 'mlp') },
    { id: 'b', name: 'B', layers: stack('linear') },
  ],
});
/** Up to an interval of 120 / 40 = 3 steps the powers of two, then its multiples, and each validation. */
const due = [...range(0, 121, 3), 1, 2, 50, 100].sort((a, b) => a - b);

const reached = (wanted: string) =>
  vi.waitFor(() => expect(runs.getState().state).toBe(wanted), { timeout: 20_000, interval: 5 });
const captures = (id: string): RunCaptures => runs.getState().captures[id] ?? [];
const steps = (id: string) => captures(id).map(({ step }) => step);

async function trained(): Promise<void> {
  await session.train();
  await reached('finished');
}

beforeEach(async () => {
  view.getState().set({ ...defaultView, probe: 'Call me' });
  update(() => experiment);
  await session.clear();
});
afterEach(() => session.clear());

it('are taken of every run at growing intervals, then evenly, and at each validation', async () => {
  await trained();
  expect(steps('a')).toEqual(due);
  expect(steps('b')).toEqual(due);
  for (const { text, tokens, layers } of captures('a')) {
    expect([text, tokens.join('')]).toEqual(['Call me', 'Call␣me']);
    expect(layers.map(({ weights }) => weights?.length)).toEqual([2 * 28, undefined]);
  }
  extend.run(app);
  await reached('finished');
  expect(steps('a').at(-1)).toBe(240);
  expect(steps('a').slice(0, due.length)).toEqual(due);
});

it('equal a probe of the same weights, value by value, within the error', async () => {
  update((e) => ({ ...e, steps: 6 }));
  await session.step();
  await session.step();
  for (const id of ['a', 'b']) {
    const probe = await workers.at(-1)!.lab.probe.attention(id, 'Call me');
    const capture = captures(id).at(-1)!;
    expect(capture.step).toBe(2);
    expect(probe).toMatchObject({ step: 2, tokens: capture.tokens, heads: capture.heads });
    probe.layers.forEach(({ map, indicators, scores, headScores }, l) => {
      expect(capture.layers[l]).toMatchObject({ indicators, scores, headScores });
      const decoded = decodeMap(capture, l);
      expect(decoded?.length).toBe(map?.length);
      map?.forEach((weight, n) => {
        const error = Math.abs((decoded?.[n] as number) - weight);
        const bound = Math.max(largestError * weight, smallestWeight / 2);
        expect(error, `layer ${l}, entry ${n}`).toBeLessThanOrEqual(bound);
      });
    });
  }
  // They are of weights that changed.
  expect(captures('a')[0]?.layers[0]?.scores).not.toEqual(captures('a').at(-1)?.layers[0]?.scores);
});

it('tell what the step before them did to each layer', async () => {
  await trained();
  for (const { step, layers } of captures('a')) {
    for (const layer of layers) {
      if (step === 0) expect(layer.step).toBeNull();
      else {
        const { gradNorm, update, weights } = layer.step!;
        expect(gradNorm).toBeGreaterThan(0);
        expect(update).toBeGreaterThan(0);
        expect(weights).toBeGreaterThan(update);
      }
    }
  }
});

it('do not change what is learned', async () => {
  await trained();
  const { curves } = runs.getState();
  await session.clear();
  // A text without tokens cannot be captured.
  view.getState().set({ probe: '' });
  await trained();
  expect(captures('a')).toEqual([]);
  expect([...runs.getState().curves.a!.train.values]).toEqual([...curves.a!.train.values]);
});

it('are of the probe that the page has, from when it has it', async () => {
  await session.step();
  view.getState().set({ probe: 'me Call' });
  await session.step();
  expect(captures('a').map(({ step, text }) => [step, text])).toEqual([
    [0, 'Call me'],
    [1, 'Call me'],
    [2, 'me Call'],
  ]);
});

describe('an edit', () => {
  it('of one run leaves those of the others, and undo has its own back', async () => {
    await trained();
    const before = runs.getState().captures;
    update(setVariant('a', 0, 'approximate'));
    expect(captures('a')).toEqual([]);
    expect(captures('b')).toBe(before.b);
    await trained();
    expect(steps('a')).toEqual(due);
    history.undo();
    expect(captures('a')).toBe(before.a);
    history.redo();
    expect(steps('a')).toEqual(due);
    expect(captures('a')).not.toEqual(before.a);
  });

  it('of a shared setting, or that removes a run, is undone with them', async () => {
    await trained();
    const before = runs.getState().captures;
    for (const edit of [setModel({ ffn: 12 }), removeRun('a')]) {
      update(edit);
      expect(captures('a')).toEqual([]);
      history.undo();
      expect(runs.getState().captures).toEqual(before);
    }
  });

  it('while it trains loses none that was under way', async () => {
    update((e) => ({ ...e, steps: 4000, evalInterval: 7 }));
    await session.train();
    await vi.waitFor(() => expect(captures('a').length).toBeGreaterThan(3));
    update(setVariant('a', 0, 'approximate'));
    await session.pause();
    history.undo();
    const trained = runs.getState().curves.a!.train.last!.step;
    const interval = 100;
    const expected = range(trained + 1).filter(
      (s) => [1, 2, 4, 8, 16, 32, 64].includes(s) || s % interval === 0 || s % 7 === 0,
    );
    expect(steps('a')).toEqual(expected);
  });

  it('Reset has none left, and its undo all of them', async () => {
    await trained();
    const before = runs.getState().captures;
    reset.run(app);
    expect(runs.getState().captures).toEqual({});
    history.undo();
    expect(runs.getState().captures).toEqual(before);
  });
});
