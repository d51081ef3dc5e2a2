// What a model takes for what the cost formulas count, as the page measures it: real models on the processor, each once.
import { expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { CostMeasurement, type FormulaCost, measuredLengths } from '../../src/app/session/costMeasurement';
import type { RunLifecycle } from '../../src/app/session/runLifecycle';
import { layerOf } from '../../src/attention/layers';
import { type VariantId, variants } from '../../src/attention/variants';
import { taskSource } from '../../src/data/source';
import { chosenTask, taskChoice } from '../../src/data/tasks';
import { timeCosts } from '../../src/runtime/costTiming';
import { clockTick, undisturbedTime } from '../../src/runtime/timeRounds';
import { liveModels, testEngine } from '../support/engine';
import { inProcess } from '../support/inProcess';
import { tinyExperiment } from '../support/tinyExperiment';

const task = taskChoice('recall');
const start = tinyExperiment({ steps: 1, runs: [] });
const experimentOf = (variant: VariantId) => ({
  ...start,
  task,
  model: { ...start.model, context: 32 },
  runs: [{ id: variant, name: variant, layers: [layerOf(variant)] }],
});

it.each(variants.map(({ id }) => id))(
  'times a step, a forward pass and a token of %s, and keeps no model',
  async (id) => {
    const experiment = experimentOf(id);
    const source = taskSource(chosenTask(task), experiment.model.context);
    // Other files may have left some.
    const before = liveModels();
    const timing = await timeCosts(testEngine().engine, { experiment, source }, 0);
    expect(Object.keys(timing).sort()).toEqual(['decode', 'prefill', 'step']);
    for (const { ms, spreadMs, rounds } of Object.values(timing)) {
      expect(rounds).toBeGreaterThanOrEqual(5);
      expect(spreadMs).toBeGreaterThan(0);
      expect(ms).toBeGreaterThan(0);
      expect(ms).toBeLessThan(10_000);
    }
    expect(liveModels()).toBeLessThanOrEqual(before);
  },
);

it('times what is shorter than the clock’s tick, though the machine holds up the warm-up', async () => {
  const experiment = experimentOf('mlp');
  const source = taskSource(chosenTask(task), experiment.model.context);
  // A clock that ticks each millisecond, as in browsers that resist fingerprinting; half a second passes while each of its first times is taken.
  const now = performance.now.bind(performance);
  let asked = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    asked = Math.min(asked + 1, 40);
    return Math.floor(now()) + 500 * asked;
  });
  const timing = await timeCosts(testEngine().engine, { experiment, source }, 0);
  clock.mockRestore();
  for (const [what, { ms }] of Object.entries(timing)) {
    expect(ms, what).toBeGreaterThan(0);
    // What was held up is no part of it.
    expect(ms, what).toBeLessThan(100);
  }
});

it('fills the costs one model after the other, stops after one, and begins anew', async () => {
  const { document, session } = createApp(inProcess());
  document.experiment.getState().update(() => ({ ...start, runs: experimentOf('standard').runs }));
  await session.open();
  const { lifecycle } = session as unknown as { lifecycle: RunLifecycle };
  const measurement = new CostMeasurement(lifecycle, 0);
  const measure = () => measurement.measure(document.experiment.getState().experiment);
  const state = () => measurement.state.getState();
  const measured = () => Object.values(state().costs ?? {}).flat();
  const all = measuredLengths.length * variants.length;

  const first = measure();
  await vi.waitFor(() => expect(measured().length).toBeGreaterThan(0), { timeout: 20_000 });
  expect(state().progress?.total).toBe(all);
  measurement.stop();
  await first;
  expect([state().progress, state().error]).toEqual([null, null]);
  expect(measured().length).toBeGreaterThan(0);
  expect(measured().length).toBeLessThan(all);
  // What needs no measurement is there of all.
  expect(Object.values(state().formulas).flat()).toHaveLength(all);

  const second = measure();
  expect(measured()).toEqual([]);
  await second;
  expect([state().progress, state().error]).toEqual([null, null]);
  expect(Object.keys(state().costs ?? {}).sort()).toEqual(variants.map(({ id }) => id).sort());
  for (const [id, costs] of Object.entries(state().costs ?? {})) {
    expect(costs, id).toHaveLength(measuredLengths.length);
    const formulas = state().formulas[id as VariantId] ?? [];
    for (const [i, { step, prefill, decode, bytes }] of costs.entries()) {
      const formula = formulas[i] as FormulaCost;
      for (const { ms, spreadMs, rounds } of [step, prefill, decode]) {
        expect(ms, id).toBeGreaterThan(0);
        expect(spreadMs, id).toBeGreaterThan(0);
        expect(rounds, id).toBeGreaterThanOrEqual(5);
      }
      expect(bytes, id).toBeGreaterThan(0);
      // Of the same model: a step is three forward passes, and a token is a part of one.
      expect(formula.stepFlops, id).toBe(3 * formula.prefillFlops);
      expect(formula.decodeFlops, id).toBeGreaterThan(0);
      expect(formula.decodeFlops, id).toBeLessThan(formula.prefillFlops);
      expect(formula.bytes, id).toBeGreaterThan(0);
    }
    // The longer the text, the more of everything that is counted.
    const counted = costs.map(({ bytes }, i) => [bytes, formulas[i]?.bytes, formulas[i]?.stepFlops]);
    for (const of of [0, 1, 2])
      expect(counted.map((one) => one[of])).toEqual(
        counted.map((one) => one[of]).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
      );
  }
});

it('counts rounds that were held up for little, though they be most, and tells how far they lie apart', () => {
  expect(undisturbedTime([3, 1, 2, 5, 4], 0)).toEqual({ ms: 2, spreadMs: 1, rounds: 5 });
  expect(undisturbedTime([9, 1, 8, 1, 9], 0)).toEqual({ ms: 1, spreadMs: 4, rounds: 5 });
  expect(undisturbedTime([1, 1, 900, 1, 1], 0)).toEqual({ ms: 1, spreadMs: 0, rounds: 5 });
  expect(undisturbedTime([7], 0)).toEqual({ ms: 7, spreadMs: 0, rounds: 1 });
});

it('tells no spread that is less than the tick of the clock, which makes rounds look alike', () => {
  // A page whose clock is rounded to a tenth of a millisecond had 3.7e-9 here: what subtracting its times leaves.
  expect(undisturbedTime([22.1, 22.1 + 7.4e-9, 22.1, 22.1, 22.3], 0.1)).toMatchObject({ spreadMs: 0.1 });
  expect(undisturbedTime([20, 20, 21, 22, 23], 0.1)).toMatchObject({ spreadMs: 1 });
  let calls = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => Math.floor(calls++ / 7) * 0.1);
  expect(clockTick()).toBeCloseTo(0.1, 9);
  clock.mockRestore();
});
