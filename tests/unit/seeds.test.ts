// Runs at several seeds: how they are made and grouped, and means with bands over them.
import { describe, expect, it, test } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import { setVariant } from '../../src/experiment/edit';
import { seedsOf, settingsOfRun } from '../../src/experiment/overrides';
import { type Experiment, parseExperiment } from '../../src/experiment/schema';
import { addSeeds, groupsBySeed } from '../../src/experiment/seedRuns';
import { bandOf, bandsOf, curveBand, outcomeBands } from '../../src/measure/bands';
import { indicators } from '../../src/measure/indicators';

const start = defaultExperiment();
const two: Experiment = { ...start, runs: start.runs.slice(0, 2) };
const seedsByRun = (e: Experiment) => e.runs.map((run) => [run.name, settingsOfRun(e, run).seed]);

describe('more seeds', () => {
  it('of a run stand after it, differ in the seed alone, and are of one group', () => {
    const e = addSeeds('standard', 3)(two);
    expect(seedsByRun(e)).toEqual([
      ['All standard', 1],
      ['All standard, seed 2', 2],
      ['All standard, seed 3', 3],
      ['All non-approximate', 1],
    ]);
    expect(parseExperiment(e).ok).toBe(true);
    const [group, other] = groupsBySeed(e);
    expect(group?.members.map(({ id }) => id)).toEqual(e.runs.slice(0, 3).map(({ id }) => id));
    expect(other?.members).toHaveLength(1);
    for (const { layers, overrides } of group!.members.slice(1)) {
      expect(layers).toEqual(two.runs[0]?.layers);
      expect(Object.keys(overrides ?? {})).toEqual(['seed']);
    }
  });

  it('of all are as many of each, and asked for again they change nothing', () => {
    const e = addSeeds(null, 3)(two);
    expect(e.runs).toHaveLength(6);
    expect(groupsBySeed(e).map(({ members }) => members.length)).toEqual([3, 3]);
    expect(seedsOf(e)).toEqual([1, 2, 3]);
    expect(addSeeds(null, 3)(e)).toBe(e);
    // Any member stands for its group.
    const more = addSeeds(e.runs[1]!.id, 4)(e);
    expect(more.runs).toHaveLength(7);
    expect(more.runs[3]?.name).toBe('All standard, seed 4');
  });

  it('keep what else the run has of its own, and go round beyond the largest', () => {
    const own = {
      seed: 2 ** 32 - 1,
      headsOff: [[0, 1] as [number, number]],
      optimizer: { learningRate: 0.01 },
    };
    const e = addSeeds(null, 2)({ ...two, runs: [{ ...two.runs[0]!, overrides: own }] });
    expect(e.runs[1]?.overrides).toEqual({ ...own, seed: 0 });
  });

  it('that are too many are refused with a sentence, which says where they have room', () => {
    const parsed = parseExperiment(addSeeds(null, 3)(start));
    expect(parsed.ok ? null : parsed.reason).toBe(
      'An experiment has at most 8 runs. A sweep has room for more.',
    );
  });

  it('have names that follow a stack that is changed', () => {
    const e = addSeeds('standard', 2)(two);
    const changed = setVariant(e.runs[1]!.id, 0, 'mlp')(e);
    expect(changed.runs[1]?.name).toBe('Mixed: MLP, Std');
    expect(groupsBySeed(changed)).toHaveLength(3);
  });
});

describe('a band', () => {
  it('is a standard error to each side of the mean, or the range', () => {
    // Deviation 2 of three values.
    expect(bandOf([1, 3, 5], 'standardError')).toEqual({
      mean: 3,
      low: 3 - 2 / Math.sqrt(3),
      high: 3 + 2 / Math.sqrt(3),
      n: 3,
    });
    expect(bandOf([1, 3, 5, 7], 'range')).toEqual({ mean: 4, low: 1, high: 7, n: 4 });
  });

  test.each(['standardError', 'range'] as const)('of one value has no width (%s)', (kind) => {
    expect(bandOf([2], kind)).toEqual({ mean: 2, low: 2, high: 2, n: 1 });
  });

  it('of curves is at the steps that all have', () => {
    const curves = [
      { steps: Float64Array.of(0, 10, 20), values: Float64Array.of(4, 3, 2) },
      { steps: [0, 10], values: [6, 5] },
    ];
    const { steps, bands } = curveBand(curves, 'range');
    expect(steps).toEqual([0, 10]);
    expect(bands[1]).toEqual({ mean: 4, low: 3, high: 5, n: 2 });
    expect(curveBand([], 'range')).toEqual({ steps: [], bands: [] });
  });

  it('of indicators is of each; one that a run lacks has none', () => {
    const oneHot = indicators([1, 0, 0, 1], 1, 2);
    const uniform = indicators([1, 0, 0.5, 0.5], 1, 2);
    const { entropy, sink } = bandsOf([oneHot, uniform], 'range');
    expect(entropy).toEqual({ mean: Math.log(2) / 2, low: 0, high: Math.log(2), n: 2 });
    expect(sink).toEqual({ mean: 0.625, low: 0.5, high: 0.75, n: 2 });
    expect(
      bandsOf(
        [
          { a: 1, b: 2 },
          { a: 3, b: null },
        ],
        'range',
      ),
    ).toEqual({
      a: { mean: 2, low: 1, high: 3, n: 2 },
    });
  });

  it('of results is of each metric, and of none where one could not be had', () => {
    const of = (value: number) => ({ metrics: { perplexity: { value, stderr: 9, n: 4 } } });
    expect(outcomeBands([of(2), of(4)], 'standardError')).toEqual({
      perplexity: { mean: 3, low: 2, high: 4, n: 2 },
    });
    expect(outcomeBands([of(2), { unavailable: 'no layer to leave out' }], 'range')).toEqual({});
  });
});
