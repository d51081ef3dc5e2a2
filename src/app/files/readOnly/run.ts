/** A run that was trained elsewhere: its curves, to look at beside the page's own. */
import type { RunCurves } from '../../../runtime/runReducer';
import { Series } from '../../../runtime/series';

export interface ReadOnlyRun {
  name: string;
  curves: RunCurves;
  /** Tokens that a step trained on; null where the file does not say. */
  stepTokens: number | null;
}

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
