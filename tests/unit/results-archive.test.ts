// What the archive of results holds, and what it lets go.
import { expect, it } from 'vitest';
import { archiveBytes, earlierRuns, ResultsArchive } from '../../src/app/session/resultsArchive';
import { defaultExperiment } from '../../src/experiment/defaults';
import { setModel, setVariant, type Transition } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { noResults, type Results, type RunCurves } from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';
import type { Checkpoint } from '../../src/train/checkpoint';

const base = defaultExperiment();
const runs = base.runs.slice(0, 1);
const { id } = runs[0]!;
const edited = (experiment: Experiment) => ({ experiment, ownText: null });
const points = (count: number): RunCurves => ({
  train: Series.of(
    Array.from({ length: count }, (_, i) => i + 1),
    new Float64Array(count),
  ),
  validation: Series.empty,
  accuracy: Series.empty,
});
const withCurves = (curves: RunCurves): Results => ({ ...noResults, curves: { [id]: curves } });

it('holds results up to its bound, and the oldest go first', () => {
  const archive = new ResultsArchive();
  // With its curves, a little more than a quarter of the bound.
  const moments = new Float32Array(archiveBytes / 4 / Float32Array.BYTES_PER_ELEMENT);
  const checkpoint = { steps: 10, params: {}, moments } as unknown as Checkpoint;
  const quarter: Results = { ...withCurves(points(10)), checkpoints: { [id]: checkpoint } };
  const start: Experiment = { ...base, runs };
  const widths = [8, 16, 24, 32];
  const at = (ffn: number) => edited(setModel({ ffn })(start));
  for (const [i, ffn] of widths.entries()) archive.exchange(quarter, at(ffn), at(widths[i + 1] ?? 48));
  expect(archive.state.getState().archived).toHaveLength(3);
  const back = (ffn: number) => archive.exchange(noResults, at(48), at(ffn)).results;
  expect(back(8)).toEqual(noResults);
  for (const ffn of [16, 24, 32]) expect(back(ffn).checkpoints[id]).toBe(checkpoint);
});

it('knows what a run had learned last with the settings and the stack it had, and not what it has', () => {
  const archive = new ResultsArchive();
  const start: Experiment = { ...base, runs };
  const change = (before: Experiment, edit: Transition, curves: RunCurves) => {
    const after = edit(before);
    archive.exchange(withCurves(curves), edited(before), edited(after));
    return after;
  };
  const earlier = (experiment: Experiment) =>
    earlierRuns(archive.state.getState().archived, edited(experiment)).map(
      ({ run }) => run.layers[0]?.variant,
    );
  const second = change(start, setVariant(id, 0, 'mlp'), points(3));
  expect(earlier(second)).toEqual(['standard']);
  const third = change(second, setVariant(id, 0, 'linear'), points(4));
  expect(earlier(third)).toEqual(['mlp']);
  expect(earlier(setVariant(id, 0, 'mlp')(third))).toEqual(['standard']);
  expect(earlier(setModel({ ffn: 8 })(third))).toEqual([]);
});
