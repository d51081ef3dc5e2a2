// How far the runs are beside each other: which are done, which train next, and which wait.
import { describe, expect, it } from 'vitest';
import { withState } from '../../src/app/session/resultsArchive';
import type { Experiment } from '../../src/experiment/schema';
import { newRunsLeft, raceStanding } from '../../src/runtime/raceStanding';
import { noResults, type Results } from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';
import type { Checkpoint } from '../../src/train/checkpoint';
import { stack } from '../support/stack';
import { tinyExperiment } from '../support/tinyExperiment';

const of = (ids: string[], more: Partial<Experiment> = {}): Experiment => ({
  ...tinyExperiment({ steps: 100, runs: ids.map((id) => ({ id, name: id, layers: stack('standard') })) }),
  ...more,
});
/** Results of runs that have taken so many steps; none of a run that is left out. */
function at(steps: Record<string, number>, failed: string[] = []): Results {
  const curves = Object.fromEntries(
    Object.entries(steps).map(([id, step]) => [
      id,
      { train: Series.of([step], [1]), validation: Series.empty, accuracy: Series.empty },
    ]),
  );
  return {
    ...noResults,
    curves,
    failures: Object.fromEntries(failed.map((id) => [id, { step: 2, message: 'It diverged.' }])),
  };
}
const told = (e: Experiment, results: Results, apart?: number) => {
  const { done, next, waiting, step } = raceStanding(e, results, apart);
  const ids = (placed: typeof done) => placed.map(({ run, step: own }) => `${run.id}${own}`).join(' ');
  return [ids(done), ids(next), ids(waiting), step];
};

describe('runs beside each other', () => {
  const e = of(['a', 'b', 'c']);

  it('are all next while they are as far as each other, and all done at the end', () => {
    expect(told(e, noResults)).toEqual(['', 'a0 b0 c0', '', 0]);
    expect(told(e, at({ a: 40, b: 40, c: 40 }))).toEqual(['', 'a40 b40 c40', '', 40]);
    expect(told(e, at({ a: 100, b: 100, c: 100 }))).toEqual(['a100 b100 c100', '', '', 100]);
  });

  it('train where they have taken fewest steps; others wait or are done', () => {
    expect(told(e, at({ a: 100, c: 60 }))).toEqual(['a100', 'b0', 'c60', 0]);
    expect(told(e, at({ a: 100, b: 59, c: 60 }))).toEqual(['a100', 'b59', 'c60', 59]);
    // While they train, one round is read run by run.
    expect(told(e, at({ a: 100, b: 59, c: 60 }), 1)).toEqual(['a100', 'b59 c60', '', 59]);
  });

  it('are done by the steps that there are in all', () => {
    expect(told({ ...e, moreSteps: 20 }, at({ a: 120, b: 100, c: 100 }))).toEqual([
      'a120',
      'b100 c100',
      '',
      100,
    ]);
  });

  it('count by a checkpoint where their curve ends before it', () => {
    const checkpoints = { a: { steps: 30 } as Checkpoint };
    expect(told(of(['a']), { ...at({ a: 20 }), checkpoints })).toEqual(['', 'a30', '', 30]);
  });

  it('are left out where they have diverged', () => {
    expect(told(e, at({ a: 100, b: 7, c: 100 }, ['b']))).toEqual(['a100 c100', '', '', 100]);
    expect(told(e, at({ a: 9, b: 7, c: 8 }, ['a', 'b', 'c']))).toEqual(['', '', '', 7]);
  });

  it('stand where they begin where they are branches', () => {
    const branch = { id: 'c', name: 'c', layers: stack('standard'), branchOf: { run: 'a', step: 25 } };
    const forked = of(['a', 'b'], {});
    const with25 = { ...forked, runs: [...forked.runs, branch] };
    expect(told(with25, at({ a: 100, b: 100 }))).toEqual(['a100 b100', 'c25', '', 25]);
    expect(newRunsLeft(with25, at({ a: 100, b: 100 }))).toEqual([branch]);
    expect(newRunsLeft(with25, at({ a: 100, b: 100, c: 26 }))).toEqual([]);
  });
});

describe('new runs are all that is left', () => {
  const e = of(['a', 'b', 'c']);
  const left = (results: Results) => newRunsLeft(e, results).map(({ id }) => id);

  it('where they have taken no step and the others are done', () => {
    expect(left(at({ a: 100 }))).toEqual(['b', 'c']);
    expect(left(at({ a: 100, b: 3 }, ['b']))).toEqual(['c']);
  });

  it('not where one has begun, nor where none is done, nor where all are', () => {
    expect(left(at({ a: 100, b: 1 }))).toEqual([]);
    expect(left(noResults)).toEqual([]);
    expect(left(at({ a: 50, b: 50 }))).toEqual([]);
    expect(left(at({ a: 100, b: 100, c: 100 }))).toEqual([]);
  });
});

it('results that are put together tell the step that is trained next, and whether anything is left', () => {
  const e = of(['a', 'b']);
  const state = (results: Results) => {
    const { state: own, progress } = withState(results, e);
    return [own, progress?.step];
  };
  expect(state(at({ a: 100 }))).toEqual(['paused', 0]);
  expect(state(at({ a: 100, b: 100 }))).toEqual(['finished', 100]);
  expect(state(at({ a: 100, b: 5 }, ['b']))).toEqual(['finished', 100]);
  expect(state(at({ a: 9, b: 5 }, ['a', 'b']))).toEqual(['failed', 5]);
});
