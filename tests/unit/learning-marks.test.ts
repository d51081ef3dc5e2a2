// What a run has learned and when, and where that is on its line.
import { expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import { chosenTask, taskChoice } from '../../src/data/tasks';
import type { Run } from '../../src/experiment/schema';
import type { Capture } from '../../src/measure/capture';
import type { RunCurves } from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';
import { chartRuns } from '../../src/ui/charts/chartRuns';
import { draw } from '../../src/ui/charts/drawing';
import { learningOf, placeMarks } from '../../src/ui/charts/learningMarks';
import { placedRun, xScales } from '../../src/ui/charts/xScales';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const run: Run = { id: 'a', name: 'A', layers: stack('standard', 'standard') };
const recall = taskChoice('recall');
const { tokens: names, sample } = chosenTask(recall);
const tokens = Array.from(sample(new Random(1), 32).tokens, (id) => names[id] as string);
const experiment = tinyExperiment({ steps: 100, runs: [run] });
const steps = [0, 1, 2, 4, 8, 16, 32, 48, 64, 80, 100];
const probe = { task: recall, text: 'the probe', isDue: (step: number) => steps.includes(step) };

/** The heads of both layers at each step, by the truth score. */
const captures = (scores: (step: number) => number[][]): Capture[] =>
  steps.map((step) => ({
    step,
    text: 'the probe',
    tokens,
    heads: 2,
    cut: false,
    unknown: [],
    layers: scores(step).map((truth) => ({
      weights: null,
      indicators: null,
      scores: null,
      headScores: { truth },
    })),
  }));

/** Flat to step 50, then down to nothing by step 60. */
const falls = (step: number) => (step <= 50 ? 3 : Math.max(0, 3 - 0.3 * (step - 50)));
const all = Array.from({ length: 100 }, (_, i) => i + 1);
const curves: RunCurves = {
  train: Series.of(all, all.map(falls)),
  validation: Series.of([0, 50, 100], [3, 3, 0]),
  accuracy: Series.of([0, 50, 100], [0, 0.1, 1]),
};
const rises = captures((step) => [
  [0.1, 0.1],
  [step < 64 ? 0.1 : 0.7, step < 48 ? 0.1 : 0.9],
]);

it('is the head that found the key first, by when, and the last step of the plateau', () => {
  const learned = learningOf(run, curves, rises, probe)!;
  expect(learned.takeOff).toEqual({ layer: 1, head: 1, step: 48, value: 0.9, gap: null });
  expect(learned.plateauEnd).toBeGreaterThanOrEqual(48);
  expect(learned.plateauEnd).toBeLessThanOrEqual(54);
});

it('says that no head has found it, and nothing where no head has a score or the probe is another', () => {
  const flat = captures(() => [
    [0.1, 0.1],
    [0.1, 0.1],
  ]);
  expect(learningOf(run, curves, flat, probe)).toMatchObject({ takeOff: null, closest: null });
  expect(learningOf(run, curves, flat, { ...probe, text: 'another probe' })).toBeNull();
  expect(learningOf(run, curves, rises, probe)?.takeOff?.step).toBe(48);
  const unscored = rises.map((capture) => ({
    ...capture,
    layers: capture.layers.map(({ headScores: _, ...layer }) => layer),
  }));
  expect(learningOf(run, curves, unscored, probe)).toBeNull();
  expect(learningOf(run, undefined, rises, probe)).toBeNull();
});

it('says by when of captures that begin late, as of a new probe and of a branch', () => {
  const late = rises.filter(({ step }) => step >= 64);
  expect(learningOf(run, curves, late, probe)?.takeOff).toMatchObject({ layer: 1, step: 64 });
});

it('says which head comes closest where none finds the key, and is asked anew as heads are switched off', () => {
  const third = captures((step) => [
    [0.1, 0.1],
    [step < 64 ? 0.1 : 0.32, 0.1],
  ]);
  const closest = { layer: 1, head: 0, value: 0.32 };
  expect(learningOf(run, curves, third, probe)).toMatchObject({ takeOff: null, closest });
  const off: Run = { ...run, overrides: { headsOff: [[1, 0]] } };
  expect(learningOf(off, curves, third, probe)).toMatchObject({ takeOff: null, closest: null });
  const other: Run = { ...run, overrides: { headsOff: [[1, 1]] } };
  expect(learningOf(other, curves, rises, probe)?.takeOff).toMatchObject({ head: 0, step: 64 });
});

it('is marked on the line, in the unit and on the axis that are shown', () => {
  const learned = [learningOf(run, curves, rises, probe)!];
  const lines = chartRuns(experiment, { a: curves }, [], false);
  const placed = { a: placedRun(experiment, run, 10, undefined) };
  const base = { logSteps: false, smoothing: 0, isAccuracy: false, value: (loss: number) => loss, placed };
  const marksOn = (id: string, more: object = {}) => {
    const x = xScales.find((one) => one.id === id)!;
    const scale = { ...base, ...more, x };
    return placeMarks(learned, draw(['a'], { a: curves }, scale)!, scale, lines);
  };
  const end = learned[0]!.plateauEnd!;
  expect(marksOn('step')).toMatchObject([
    { kind: 'plateauEnd', step: end, x: end, y: expect.closeTo(falls(end), 6), style: 0 },
    { kind: 'takeOff', step: 48, x: 48, y: expect.closeTo(3, 6) },
  ]);
  const { stepTokens } = placed.a;
  expect(marksOn('tokens')[1]).toMatchObject({ step: 48, x: 48 * (stepTokens ?? 0) });
  expect(marksOn('step', { value: Math.exp })[1]?.y).toBeCloseTo(Math.exp(3), 6);
  // Between the validations at 0 and 50, whose accuracies a line joins.
  expect(marksOn('step', { isAccuracy: true })[1]?.y).toBeCloseTo(0.096, 6);
  // Nor where it may have come long before: captures before it are missing, some or all.
  const scale = { ...base, x: xScales.find((one) => one.id === 'step')! };
  const drawn = draw(['a'], { a: curves }, scale)!;
  for (const after of [2, null]) {
    const held = rises.filter(({ step }) => step <= (after ?? -1) || step > 64);
    const sparse = learningOf(run, curves, held, probe)!;
    expect(sparse.takeOff).toMatchObject({ step: 80, gap: { after } });
    expect(placeMarks([sparse], drawn, scale, lines).map(({ kind }) => kind)).toEqual(['plateauEnd']);
  }
  // What is zoomed away has no mark.
  expect(marksOn('step', { window: [60, 100] })).toEqual([]);
});
