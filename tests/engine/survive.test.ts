// What the page does when a run, the worker or the time breaks: the worker's real Lab, without its thread.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { Throughput } from '../../src/runtime/throughput';
import type { Checkpoint } from '../../src/train/checkpoint';
import { divergenceMessage } from '../../src/train/divergence';
import { type KeptCheckpoint, unpacked } from '../../src/train/packedCheckpoint';
import { liveModels } from '../support/engine';
import { inProcess } from '../support/inProcess';
import { stack } from '../support/stack';

const { connectWorker, workers } = inProcess({ freeAtEnd: true });
const crash = (message: string) => workers.at(-1)?.crash(message);
const app = createApp({ connectWorker });
const { session } = app;
const experimentStore = app.document.experiment;
const runsStore = app.session.runs;

const start = defaultExperiment();
const small: Experiment = {
  ...start,
  batch: 2,
  steps: 12,
  evalInterval: 4,
  evalWindows: 2,
  model: { ...start.model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [
    { id: 'a', name: 'A', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
};

const runs = () => runsStore.getState();
const reached = (wanted: string) =>
  vi.waitFor(() => expect(runs().state).toBe(wanted), { timeout: 20_000, interval: 5 });
const losses = (id: string) => Array.from(runs().curves[id]?.train.values ?? []);
const steps = (id: string) => Array.from(runs().curves[id]?.train.steps ?? []);
const validated = (id: string) => Array.from(runs().curves[id]?.validation.steps ?? []);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

beforeEach(async () => {
  experimentStore.getState().update(() => small);
  await session.reset();
});
afterEach(() => session.reset());

async function unbroken(): Promise<number[]> {
  await session.train();
  await reached('finished');
  const whole = losses('a');
  await session.reset();
  return whole;
}

describe('the worker', () => {
  it('is started again after a crash, and goes on from the last checkpoint to the losses of an unbroken run', async () => {
    const expected = await unbroken();
    for (let i = 0; i < 5; i++) await session.step();
    expect(runs().checkpoints.a?.steps).toBe(5);
    crash('The graphics device was lost (test).');
    expect(runs().state).toBe('failed');
    expect(runs().message).toBe(
      'The graphics device was lost (test). The runs are kept as of step 5: press Resume to go on from there.',
    );
    // What was on the page stays there.
    expect(steps('a')).toEqual(upTo(5));
    const before = workers.length;
    await session.train();
    await reached('finished');
    expect(workers.length).toBe(before + 1);
    expect(steps('a')).toEqual(upTo(12));
    expect(validated('b')).toEqual([0, 4, 8, 12]);
    losses('a').forEach((loss, n) => {
      expect(loss).toBeCloseTo(expected[n] as number, 6);
    });
  });

  it('that crashes in training costs the steps since the checkpoint, which are trained again', async () => {
    const expected = await unbroken();
    await session.step();
    // Losses that the page has heard of, and a checkpoint that it has not.
    const { checkpoints } = runs();
    await session.step();
    runsStore.setState({ checkpoints });
    crash('Gone.');
    await session.train();
    await reached('finished');
    expect(steps('a')).toEqual(upTo(12));
    losses('a').forEach((loss, n) => {
      expect(loss).toBeCloseTo(expected[n] as number, 6);
    });
  });

  it('whose graphics device is lost is followed by one that leaves it alone, until a person chooses it', async () => {
    await session.step();
    workers.at(-1)?.crash('The graphics device was lost.', 'device');
    await session.step();
    const failure = 'The graphics card was lost.';
    expect(workers.at(-1)?.requests.at(-1)).toEqual({ setting: 'auto', webgpuFailure: failure });
    await session.trainOn('webgpu');
    expect(workers.at(-1)?.requests.at(-1)).toEqual({ setting: 'webgpu', webgpuFailure: null });
    await session.trainOn('auto');
  });

  it('goes on from where it stands on another engine, paused or in training', async () => {
    const expected = await unbroken();
    for (let i = 0; i < 3; i++) await session.step();
    await session.trainOn('processor');
    expect(runs().state).toBe('paused');
    expect(steps('a')).toEqual(upTo(3));
    await session.train();
    await session.trainOn('auto');
    await reached('finished');
    expect(steps('a')).toEqual(upTo(12));
    expect(validated('b')).toEqual([0, 4, 8, 12]);
    losses('a').forEach((loss, n) => {
      expect(loss).toBeCloseTo(expected[n] as number, 6);
    });
  });

  it('that crashes before a checkpoint starts anew, and the sentence says so', async () => {
    crash('Gone.');
    expect(runs().message).toBe('Gone. Press Train to start anew.');
    await session.train();
    await reached('finished');
    expect(steps('a')).toEqual(upTo(12));
  });
});

/** A checkpoint whose queries and keys are so large that the squares of their scores are no numbers any more. */
function inflated(checkpoint: Checkpoint): Checkpoint {
  const params = Object.entries(checkpoint.params).map(([name, { shape, values }]) => {
    const factor = /mixer\.[qk]\.weight/.test(name) ? 1e13 : 1;
    return [name, { shape, values: values.map((x) => factor * x) }] as const;
  });
  return { ...checkpoint, params: Object.fromEntries(params) };
}

it('a run whose loss is no longer a number stops, says where, and goes on when told; the others go on anyway', async () => {
  const layers = stack('mlp', 'approximate');
  experimentStore.getState().update((e) => ({
    ...e,
    runs: e.runs.map((run) => (run.id === 'b' ? { ...run, layers } : run)),
  }));
  const before = liveModels();
  for (let i = 0; i < 3; i++) await session.step();
  const { checkpoints } = runs();
  runsStore.setState({
    checkpoints: { ...checkpoints, b: inflated(await unpacked(checkpoints.b as KeptCheckpoint)) },
  });
  crash('Gone.');
  await session.train();
  await reached('finished');
  await vi.waitFor(() => expect(runs().failures.b?.message).toMatch(/layer/), { timeout: 20_000 });
  expect(runs().failures.b?.step).toBe(4);
  expect(runs().checkpoints.b?.steps).toBe(3);
  expect(runs().failures.b?.message).toMatch(
    /^The loss was no longer a number at step 4, so this run stopped\. What layer 2 \(Approximate\) hands on ran beyond what a number can hold; its attention scores had reached ±\d\.\de\d+\.$/,
  );
  expect(steps('a')).toEqual(upTo(12));
  expect(steps('b')).toEqual(upTo(3));

  // The checkpoint itself is of no use, so that it breaks again, and goes on from the one before: the start.
  await session.resumeAtHalfRate('b');
  await vi.waitFor(() => expect(runs().failures.b).toBeDefined(), { timeout: 20_000 });
  expect(runs().checkpoints.b).toBeUndefined();
  await vi.waitFor(() => expect(runs().failures.b?.message).toMatch(/layer/), { timeout: 20_000 });
  await session.resumeAtHalfRate('b');
  await vi.waitFor(() => expect(steps('b')).toEqual(upTo(12)), { timeout: 20_000 });
  await reached('finished');
  expect(runs().failures).toEqual({});
  expect(runs().gentler.b).toEqual({ step: 0, rateFactor: 0.25 });
  expect(runs().checkpoints.b).toMatchObject({ steps: 12, rateFactor: 0.25 });
  expect(validated('b')).toEqual([0, 4, 8, 12]);
  await session.reset();
  expect(liveModels()).toBe(before);
}, 60_000);

it('says what the sizes of the layers tell', () => {
  const names = ['Standard', 'MLP'];
  const { POSITIVE_INFINITY: none } = Number;
  expect(
    divergenceMessage(
      [
        { scores: none, output: none },
        { scores: null, output: none },
      ],
      names,
    ),
  ).toBe('The attention scores of layer 1 (Standard) ran beyond what a number can hold.');
  expect(
    divergenceMessage(
      [
        { scores: 3e19, output: none },
        { scores: null, output: none },
      ],
      names,
    ),
  ).toBe(
    'What layer 1 (Standard) hands on ran beyond what a number can hold; its attention scores had reached ±3.0e19.',
  );
  expect(
    divergenceMessage(
      [
        { scores: 12, output: 3 },
        { scores: null, output: none },
      ],
      names,
    ),
  ).toBe('What layer 2 (MLP) hands on ran beyond what a number can hold.');
  expect(
    divergenceMessage(
      [
        { scores: 1234, output: 3 },
        { scores: null, output: 5 },
      ],
      names,
    ),
  ).toBe(
    'Every layer was still finite, the loss or its gradient was not; the largest attention scores, ±1230, were in layer 1 (Standard).',
  );
});

describe('the throughput', () => {
  it('takes a sleep for what it is, and keeps its rates', () => {
    const throughput = new Throughput(small);
    expect(throughput.update(20, 1, 2)).toBeNull();
    const rates = throughput.rates(20);
    expect(rates.secondsLeft).toBeCloseTo(1, 6);
    // Ten hours for ten rounds, and then as before.
    expect(throughput.update(20, 36_000, 2)).toBe(36_000);
    expect(throughput.rates(20)).toEqual(rates);
    // A slow first round, or one that is no slower than the last, is no sleep.
    expect(new Throughput(small).update(2, 90, 2)).toBeNull();
    expect(throughput.update(20, 2, 2)).toBeNull();
  });
});
