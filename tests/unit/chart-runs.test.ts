// Runs of several seeds as one line of the chart: the mean and the band are those of the stored curves.
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/experiment/schema';
import { addSeeds } from '../../src/experiment/seedRuns';
import type { RunCurves } from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';
import { chartRuns, lineOfRun, seedBands } from '../../src/ui/charts/chartRuns';
import { draw } from '../../src/ui/charts/drawing';
import { smooth } from '../../src/ui/charts/smooth';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const two = tinyExperiment({
  steps: 40,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
});
/** A at three seeds, then B at three. */
const experiment: Experiment = addSeeds(null, 3)(two);
const ids = experiment.runs.map(({ id }) => id);

const curvesOf = (offset: number, steps = 40): RunCurves => ({
  train: Series.of(
    Array.from({ length: steps }, (_, i) => i + 1),
    Array.from({ length: steps }, (_, i) => 4 - i / 20 + offset * Math.cos(i)),
  ),
  validation: Series.of([0, 20, 40], [4 + offset, 3 + offset, 2 + offset]),
  accuracy: Series.of([0, 20, 40], [0, 0.5 + offset / 10, 0.9]),
  seconds: Series.of([1, 40], [1 + offset, 40 + offset]),
});
const curves = Object.fromEntries(ids.map((id, i) => [id, curvesOf(i / 10)]));
const settings = { logSteps: false, smoothing: 0.5, isAccuracy: false, value: (loss: number) => loss };
const nearly = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 10));

describe('the lines', () => {
  it('are the runs themselves where seeds are drawn each, and where there are none', () => {
    expect(chartRuns(experiment, curves, [], false).runs.map(({ id }) => id)).toEqual(ids);
    expect(chartRuns(two, curves, [], true)).toEqual({
      runs: [
        { id: 'a', name: 'A', style: 0 },
        { id: 'b', name: 'B', style: 1 },
      ],
      curves,
      groups: {},
    });
  });

  it('are one for each group, under the name and in the style of its first run', () => {
    const lines = chartRuns(experiment, curves, [], true);
    expect(lines.runs.map(({ name, style }) => [name, style])).toEqual([
      ['A, 3 seeds', 0],
      ['B, 3 seeds', 1],
    ]);
    expect(lineOfRun(lines, ids[4]!)?.id).toBe('b');
    // As the group's row in the list of runs, whichever of them is hidden.
    const without = chartRuns(experiment, curves, ['b'], true).runs.at(-1);
    expect(without).toMatchObject({ id: ids[4], name: 'B, 2 seeds', style: 1 });
  });

  it('are of the runs that are neither hidden nor untrained; one that is left is a run', () => {
    const { [ids[4]!]: _, ...without } = curves;
    const lines = chartRuns(experiment, without, [ids[1]!, ids[5]!], true);
    expect(lines.runs.map(({ name }) => name)).toEqual([
      'A, 2 seeds',
      'A, seed 2',
      'B',
      'B, seed 2',
      'B, seed 3',
    ]);
    expect(Object.keys(lines.groups)).toEqual(['a']);
  });
});

describe('a line of three seeds', () => {
  const lines = chartRuns(experiment, curves, [], true);
  const shown = lines.runs.map(({ id }) => id);
  const members = ids.slice(0, 3).map((id) => curves[id]!);

  it('is the mean of the losses that are stored, at every step that all have', () => {
    const mean = lines.curves.a!;
    expect([...mean.validation.values]).toEqual(nearly([4.1, 3.1, 2.1]));
    expect([...mean.train.values]).toEqual(
      nearly(
        [...members[0]!.train.steps].map(
          (_, i) => members.reduce((sum, { train }) => sum + train.values[i]!, 0) / 3,
        ),
      ),
    );
    expect([...(mean.seconds?.values ?? [])]).toEqual(nearly([1.1, 40.1]));
    const behind = { ...curves, [ids[2]!]: curvesOf(0.2, 10) };
    expect(chartRuns(experiment, behind, [], true).curves.a!.train.last?.step).toBe(10);
  });

  it('is drawn smoothed, with the range or the standard error of the smoothed losses about it', () => {
    for (const kind of ['range', 'standardError'] as const) {
      const seeds = seedBands(experiment, lines, curves, null, kind);
      const [own] = draw(shown, lines.curves, { ...settings, seeds })!.lines;
      const last = members.map(({ train }) => smooth(train, 0.5).last!.value);
      const mean = (last[0]! + last[1]! + last[2]!) / 3;
      expect(own!.train.at(-1)!.y).toBeCloseTo(mean, 10);
      const deviation = Math.sqrt(last.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
      const [low, high] =
        kind === 'range'
          ? [Math.min(...last), Math.max(...last)]
          : [mean - deviation / Math.sqrt(3), mean + deviation / Math.sqrt(3)];
      expect(own!.band!.low.at(-1)!.y).toBeCloseTo(low, 10);
      expect(own!.band!.high.at(-1)!.y).toBeCloseTo(high, 10);
    }
  });

  it('has a band in the unit of the chart, and one of accuracies', () => {
    const seeds = seedBands(experiment, lines, curves, null, 'range');
    const perplexity = draw(shown, lines.curves, { ...settings, smoothing: 0, value: Math.exp, seeds })!;
    const last = members.map(({ train }) => train.last!.value);
    expect(perplexity.lines[0]!.band!.high.at(-1)!.y).toBeCloseTo(Math.exp(Math.max(...last)), 10);
    const accuracy = draw(shown, lines.curves, { ...settings, isAccuracy: true, seeds })!;
    expect(accuracy.lines[0]!.band!.low[1]!.y).toBeCloseTo(0.5, 10);
    expect(accuracy.lines[0]!.band!.high[1]!.y).toBeCloseTo(0.52, 10);
  });

  it('against another is paired by seed: what runs of one seed have in common is not in the band', () => {
    const shared = (i: number, offset: number): RunCurves => curvesOf(i + offset);
    // The seeds differ by much, and B from A by the same at each.
    const paired = Object.fromEntries(ids.map((id, i) => [id, shared(i % 3, i < 3 ? 0 : 0.5)]));
    const both = chartRuns(experiment, paired, [], true);
    const reference = lineOfRun(both, 'a')!;
    const seeds = seedBands(experiment, both, paired, reference, 'range');
    const drawing = draw(shown, both.curves, {
      ...settings,
      smoothing: 0,
      reference: both.curves.a!,
      seeds,
    })!;
    const [own, other] = drawing.lines;
    expect(own!.band!.high.every(({ y }) => y === 0)).toBe(true);
    for (const [i, { y }] of other!.band!.low.entries()) {
      expect(y).toBeCloseTo(other!.band!.high[i]!.y, 10);
      expect(y).toBeCloseTo(other!.train[i]!.y, 10);
    }
  });
});
