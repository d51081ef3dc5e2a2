/** A run that was trained elsewhere: what its file tells of it, to look at beside the page's own. */
import type { Experiment, Run } from '../../../experiment/schema';
import type { Indicators } from '../../../measure/indicators';
import type { Evaluated, RunCurves } from '../../../runtime/runReducer';
import { Series } from '../../../runtime/series';
import type { Learned } from './learned';

/** Most of them on the page: more lines than that no eye tells apart. */
export const mostReadOnlyRuns = 40;

export interface ReadOnlyRun {
  name: string;
  curves: RunCurves;
  /** Tokens that a step trained on; null where the file does not say. */
  stepTokens: number | null;
  /** What it was trained on; null where the file does not say. */
  learned: Learned | null;
  /** Its stack and its settings; null where the file does not say. */
  trained: { experiment: Experiment; run: Run } | null;
  /** What evaluations found of it; null where the file has none. */
  evaluated: Evaluated | null;
  /** Of each layer, from the bottom up, null of one that mixes no tokens; null where the file has none. */
  indicators: readonly (Indicators | null)[] | null;
}

/** What a log tells, which has curves alone. */
export const curvesAlone = { learned: null, trained: null, evaluated: null, indicators: null } as const;

/** What a file of one form holds, and how many of its lines could not be read. */
export type ReadRuns =
  | { ok: true; runs: ReadOnlyRun[]; unreadable: number }
  /** A sentence for the reader that begins with a verb, for the file's name to stand before it. */
  | { ok: false; why: string };

/** What is measured at a step; null or NaN where the loss was no number. */
export type MeasuredPoint = readonly [step: number, value: number | null];

/** Makes a curve. Points that do not come after the ones before, as of a training that was resumed, are left out. */
export function curveOf(points: readonly MeasuredPoint[]): Series {
  const steps: number[] = [];
  const values: number[] = [];
  for (const [step, value] of points) {
    if (step <= (steps.at(-1) ?? Number.NEGATIVE_INFINITY)) continue;
    steps.push(step);
    values.push(value ?? Number.NaN);
  }
  return Series.of(steps, values);
}
