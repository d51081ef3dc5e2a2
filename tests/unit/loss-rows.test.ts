// The rows of the table of losses: differences to the pinned run by hand, and runs of several seeds as one.
import { range } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import { branchRun } from '../../src/experiment/branches';
import { addSeeds } from '../../src/experiment/seedRuns';
import { noResults, type RunCurves } from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';
import { lossDataTable } from '../../src/ui/panels/curves/lossDataTable';
import { type LossRow, lossRows } from '../../src/ui/panels/curves/lossRows';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const nats = { value: (loss: number) => loss, slope: () => 1 };
const experiment = tinyExperiment({
  task: null,
  steps: 200,
  runs: [
    { id: 'a', name: 'A', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
});
/** Losses of 40 batches: as hard for every run, and off by so much; validated at the last step. */
const curvesOf = (off: number, validation: number, steps = 40): RunCurves => ({
  train: Series.of(
    range(1, steps + 1),
    range(1, steps + 1).map((step) => 3 + Math.sin(step) + off),
  ),
  validation: Series.of([0, steps], [9, validation]),
  accuracy: Series.of([0, steps], [0, validation / 10]),
});
const heldOutOf = (step: number, windows: number[]) => ({ answers: 100, lowest: { step, windows } });
const apart = { scale: nats, together: null, pinnedRun: null };
const cell = (rows: readonly LossRow[], id: string) => rows.find((row) => row.id === id)!.cells;

describe('differences to the pinned run', () => {
  const results = {
    ...noResults,
    curves: { a: curvesOf(0, 2), b: curvesOf(0.5, 3) },
    heldOut: { a: heldOutOf(40, [1, 2, 3]), b: heldOutOf(40, [2.1, 3, 3.9]) },
  };

  it('are none where no run is pinned, and none of the pinned run itself', () => {
    const { rows, against } = lossRows(experiment, results, apart);
    expect(against).toBeNull();
    expect(rows.every(({ cells }) => Object.values(cells).every(({ delta }) => delta === null))).toBe(true);
    const pinned = lossRows(experiment, results, { ...apart, pinnedRun: 'a' });
    expect(pinned.against).toEqual({ id: 'a', name: 'A', members: [] });
    expect(cell(pinned.rows, 'a').train.delta).toBeNull();
  });

  it('stay where the pinned run has no row', () => {
    const all = lossRows(experiment, results, { ...apart, pinnedRun: 'a' });
    const left = lossRows(experiment, results, { ...apart, pinnedRun: 'a', leftOut: new Set(['a']) });
    expect(left.rows.map(({ id }) => id)).toEqual(['b']);
    expect(left.against?.name).toBe('A');
    expect(cell(left.rows, 'b')).toEqual(cell(all.rows, 'b'));
    expect(cell(left.rows, 'b').train.delta).not.toBeNull();
  });

  it('are paired over batches in training, and over windows in validation', () => {
    const { train, validation, lowest } = cell(
      lossRows(experiment, results, { ...apart, pinnedRun: 'a' }).rows,
      'b',
    );
    expect(train.delta).toMatchObject({ pairedOver: 'batches', isClear: true });
    expect(train.delta?.value).toBeCloseTo(0.5, 10);
    expect(train.delta?.error?.stderr).toBeCloseTo(0, 10);
    // Differences 1.1, 1 and 0.9: their deviation is 0.1, over the root of 3.
    expect(validation.value).toBe(3);
    expect(validation.delta).toMatchObject({ value: 1, pairedOver: 'items', isClear: true });
    expect(validation.delta?.error?.stderr).toBeCloseTo(0.1 / Math.sqrt(3), 10);
    expect(lowest.delta).toEqual(validation.delta);
  });

  it('have the errors of both where the batches or the windows are not the same', () => {
    const other = {
      ...experiment,
      runs: [experiment.runs[0]!, { ...experiment.runs[1]!, overrides: { seed: 9 } }],
    };
    const { curves } = results;
    const { train, validation } = cell(
      lossRows(other, { ...results, heldOut: {} }, { ...apart, pinnedRun: 'a' }).rows,
      'b',
    );
    expect(curves.a.train.length).toBe(40);
    expect(train.delta?.pairedOver).toBeNull();
    expect(train.delta?.error?.stderr).toBeGreaterThan(0.1);
    // Two validations are too few to tell how a loss scatters.
    expect(validation.delta).toMatchObject({ value: 1, error: null, pairedOver: null, isClear: null });
  });

  it('take the windows that are kept of a capture, where the last validation is not the lowest', () => {
    const capture = (windows: number[]) => [{ step: 40, windows }] as never;
    const { validation, lowest } = cell(
      lossRows(
        experiment,
        { ...results, heldOut: {}, captures: { a: capture([1, 3]), b: capture([2.5, 3.5]) } },
        { ...apart, pinnedRun: 'a' },
      ).rows,
      'b',
    );
    // Differences 1.5 and 0.5.
    expect(validation.delta).toMatchObject({ value: 1, pairedOver: 'items', isClear: false });
    expect(validation.delta?.error?.stderr).toBeCloseTo(0.5, 10);
    expect(lowest.delta?.pairedOver).toBeNull();
  });

  it('of accuracies have the binomial errors of both', () => {
    const onTask = { ...experiment, task: { id: 'lookBack', knobs: {} } };
    const { accuracy } = cell(lossRows(onTask, results, { ...apart, pinnedRun: 'a' }).rows, 'b');
    expect(accuracy.value).toBeCloseTo(0.3, 10);
    expect(accuracy.delta?.value).toBeCloseTo(0.1, 10);
    const variance = (right: number) => ((right + 1) * (101 - right)) / 102 ** 3;
    expect(accuracy.delta?.error?.stderr).toBeCloseTo(Math.sqrt(variance(20) + variance(30)), 10);
    expect(accuracy.delta?.pairedOver).toBeNull();
  });

  it('of a branch are paired with its origin over the batches, whatever its seed', () => {
    const forked = branchRun('a', 20, (id) => (e) => ({
      ...e,
      runs: e.runs.map((run) => (run.id === id ? { ...run, overrides: { seed: 5 } } : run)),
    }))(experiment);
    const id = forked.runs[1]!.id;
    const { rows } = lossRows(
      forked,
      { ...results, curves: { ...results.curves, [id]: curvesOf(-0.25, 2) } },
      { ...apart, pinnedRun: 'a' },
    );
    expect(cell(rows, id).train.delta).toMatchObject({ pairedOver: 'batches' });
  });
});

describe('runs of several seeds', () => {
  const seeds = addSeeds(null, 3)(experiment);
  const ids = seeds.runs.map(({ id }) => id);
  const validations = [2, 2.5, 3, 3, 3.6, 4.2];
  const results = {
    ...noResults,
    curves: Object.fromEntries(ids.map((id, i) => [id, curvesOf(i, validations[i] as number)])),
  };

  it('are one row with their mean and its standard error, and have a row each below it', () => {
    const { rows } = lossRows(seeds, results, { ...apart, together: 'standardError' });
    expect(rows.map(({ name, counted, members }) => [name, counted, members.map((row) => row.id)])).toEqual([
      ['A, 3 seeds', 3, ids.slice(0, 3)],
      ['B, 3 seeds', 3, ids.slice(3)],
    ]);
    const { value, band } = rows[0]!.cells.lowest;
    expect(value).toBeCloseTo(2.5, 10);
    expect(band!.high - band!.mean).toBeCloseTo(0.5 / Math.sqrt(3), 10);
    expect(rows[0]!.members.map(({ cells }) => cells.lowest.value)).toEqual([2, 2.5, 3]);
    const wide = lossRows(seeds, results, { ...apart, together: 'range' });
    expect(wide.rows[1]!.cells.lowest.band).toEqual({
      mean: expect.closeTo(3.6, 10),
      low: 3,
      high: 4.2,
      n: 3,
    });
  });

  it('are held against the pinned one seed by seed', () => {
    const options = { ...apart, together: 'standardError', pinnedRun: ids[1]! } as const;
    const { rows, against } = lossRows(seeds, results, options);
    expect(against?.name).toBe('A, 3 seeds');
    expect(rows[0]!.cells.lowest.delta).toBeNull();
    const { delta } = rows[1]!.cells.lowest;
    // Differences 1, 1.1 and 1.2.
    expect(delta?.value).toBeCloseTo(1.1, 10);
    expect(delta).toMatchObject({ pairedOver: 'seeds', isClear: true, error: { df: 2 } });
    expect(delta?.error?.stderr).toBeCloseTo(0.1 / Math.sqrt(3), 10);
  });

  it('are the mean of those that have come as far as the furthest', () => {
    const late = { ...results, curves: { ...results.curves, [ids[2]!]: curvesOf(2, 9, 10) } };
    const [row] = lossRows(seeds, late, { ...apart, together: 'standardError' }).rows;
    expect([row?.counted, row?.members.length]).toEqual([2, 3]);
    expect(row?.cells.lowest.value).toBeCloseTo(2.25, 10);
  });

  it('are copied with their errors and differences in columns of their own', () => {
    const options = { ...apart, together: 'standardError', pinnedRun: ids[0]! } as const;
    const { columns, rows } = lossDataTable(lossRows(seeds, results, options), {
      unit: 'nats per token',
      onTask: false,
      together: 'standardError',
    });
    const row = (r: number) => Object.fromEntries(columns.map((column, i) => [column, rows[r]?.[i]]));
    expect(row(1)).toMatchObject({
      run: 'B, 3 seeds',
      seeds: 3,
      'best validation loss (nats per token)': expect.closeTo(3.6, 10),
      'best validation loss (nats per token), stderr': expect.closeTo(0.6 / Math.sqrt(3), 10),
      'best validation loss (nats per token), minus A, 3 seeds': expect.closeTo(1.1, 10),
      'best validation loss (nats per token), minus A, 3 seeds, stderr': expect.closeTo(
        0.1 / Math.sqrt(3),
        10,
      ),
    });
    expect(row(0)['best validation loss (nats per token), minus A, 3 seeds']).toBeNull();
  });
});
