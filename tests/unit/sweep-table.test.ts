// Rows of a sweep's table: a run each, or all seeds together, and their differences to a pinned one.
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { SweepChoice } from '../../src/experiment/sweeps/choice';
import { sweepColumns } from '../../src/ui/panels/sweeps/sweepColumns';
import { rowsOf } from '../../src/ui/panels/sweeps/sweepRows';
import { bandOfRow, rowDelta, type TableRow, tableRows } from '../../src/ui/panels/sweeps/tableRows';
import { finishedSweep } from '../support/finishedSweep';

const experiment = defaultExperiment();
const orders = (seeds: number): SweepChoice => ({
  sweep: 'orders',
  parameters: { first: 'standard', second: 'mlp', layers: 1 },
  seeds,
});
/** Standard attention at 2.0, 2.2 and 2.6, MLP a half above at the first seed, and a tenth more with each further seed. */
const losses: Record<string, number> = {
  '0/1': 2,
  '0/2': 2.2,
  '0/3': 2.6,
  '1/1': 2.5,
  '1/2': 2.8,
  '1/3': 3.3,
};
const sweep = finishedSweep(experiment, orders(3), ({ id }) => ({ loss: losses[id]! }));
const rows = (grouped: boolean, hidden: string[] = []) =>
  tableRows(rowsOf(sweep, new Set(hidden)), grouped) as [TableRow, TableRow, ...TableRow[]];

describe('rows', () => {
  it('are the runs in the order of the sweep, however they came in', () => {
    const shuffled = { ...sweep, results: sweep.results.toReversed() };
    const ids = tableRows(rowsOf(shuffled), false).map(({ id }) => id);
    expect(ids).toEqual(['0/1', '0/2', '0/3', '1/1', '1/2', '1/3']);
  });

  it('are one for all seeds, with mean, standard error and count', () => {
    const [first, second] = rows(true);
    expect([first.name, second.name]).toEqual(['Std', 'MLP']);
    const { mean, low, high, n } = bandOfRow(first, 'best')!;
    expect([mean, n]).toEqual([expect.closeTo(6.8 / 3), 3]);
    // Of 2.0, 2.2 and 2.6 the standard deviation is 0.3055.
    expect((high - low) / 2).toBeCloseTo(0.30551 / Math.sqrt(3), 4);
    expect(bandOfRow(first, 'accuracy')).toBeNull();
    // What is copied has the error, too; of single runs there is none.
    const bestOf = (grouped: boolean) =>
      sweepColumns(sweep, { rows: rows(grouped), grouped, pinned: null }).find(({ id }) => id === 'best');
    expect(bestOf(true)?.error?.(first)).toBeCloseTo(0.30551 / Math.sqrt(3), 4);
    expect(bestOf(false)?.error).toBeUndefined();
  });

  it('leave out hidden runs, which are in no mean either', () => {
    expect(rows(false, ['0/3']).map(({ id }) => id)).not.toContain('0/3');
    expect(bandOfRow(rows(true, ['0/3'])[0], 'best')).toMatchObject({ mean: expect.closeTo(2.1), n: 2 });
  });

  it('have the results of a sweep of learning rates that was saved with longer numbers', () => {
    const rates: SweepChoice = {
      sweep: 'learningRates',
      parameters: { lowest: 1e-5, highest: 1e-3, count: 3 },
      seeds: 1,
    };
    const now = finishedSweep({ ...experiment, runs: experiment.runs.slice(0, 1) }, rates, () => ({
      loss: 2,
    }));
    const results = now.results.map(({ run, ...result }) => {
      const optimizer = { ...run.overrides?.optimizer, minLearningRate: 9.999999999999999e-6 };
      return { ...result, run: { ...run, overrides: { ...run.overrides, optimizer } } };
    });
    const saved = rowsOf({ ...now, results });
    expect(saved.map(({ x, results: own }) => [x, own.length])).toEqual([
      [1e-5, 1],
      [1e-4, 1],
      [1e-3, 1],
    ]);
  });

  it('have what is not listed any more', () => {
    const [one] = sweep.results;
    const gone = { ...one!, run: { ...one!.run, id: 'gone/1', name: 'Gone' } };
    expect(tableRows(rowsOf({ ...sweep, results: [gone, one!] }), false).map(({ name }) => name)).toEqual([
      'Std, seed 1',
      'Gone',
    ]);
  });
});

describe('a difference', () => {
  it('of rows of several seeds is paired by seed', () => {
    const [pinned, own] = rows(true);
    const delta = rowDelta(experiment, own, pinned, 'best')!;
    // 0.5, 0.6 and 0.7: their spread is a third of that of the losses.
    expect(delta.value).toBeCloseTo(0.6, 10);
    expect(delta.pairedOver).toBe('seeds');
    expect(delta.error).toEqual({ stderr: expect.closeTo(0.1 / Math.sqrt(3)), df: 2 });
    expect(delta.isClear).toBe(true);
  });

  it('of two runs is paired over the held-out sequences, whatever their seeds', () => {
    const windows: Record<string, number[]> = {
      '0/1': [1, 2, 3],
      '1/1': [1.5, 2.4, 3.6],
      '1/2': [1, 2, 3, 4],
    };
    const own = finishedSweep(experiment, orders(2), ({ id }) => ({
      loss: losses[id]!,
      windows: windows[id]!,
    }));
    const [first, second, third, fourth] = tableRows(rowsOf(own), false) as [
      TableRow,
      TableRow,
      TableRow,
      TableRow,
    ];
    const delta = rowDelta(experiment, third, first, 'best')!;
    expect(delta).toMatchObject({ value: expect.closeTo(0.5), pairedOver: 'items' });
    expect(delta.error).toEqual({ stderr: expect.closeTo(0.1 / Math.sqrt(3)), df: 2 });
    // Of other windows, or none, it is by the errors of both, or of no known error.
    expect(rowDelta(experiment, fourth, first, 'best')).toMatchObject({ pairedOver: null });
    expect(rowDelta(experiment, fourth, first, 'best')?.error).not.toBeNull();
    expect(rowDelta(experiment, second, first, 'best')).toMatchObject({ error: null, isClear: null });
  });

  it('of accuracies of single runs has the error of both shares', () => {
    const onTask = finishedSweep(
      { ...experiment, task: { id: 'lookBack', knobs: { distance: 1, symbols: 4 } } },
      orders(1),
      ({ id }) => ({ loss: losses[id]! }),
    );
    const answered = { ...onTask, results: onTask.results.map((one) => ({ ...one, answers: 400 })) };
    const [first, second] = tableRows(rowsOf(answered), false) as [TableRow, TableRow];
    const delta = rowDelta(answered.experiment, second, first, 'accuracy')!;
    expect(delta.value).toBeCloseTo(1 / 3.5 - 1 / 3, 10);
    expect(delta.pairedOver).toBeNull();
    // √(p (1 − p) / n) of both together is about 0.033.
    expect(delta.error?.stderr).toBeCloseTo(0.0326, 3);
  });
});
