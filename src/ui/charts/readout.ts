/** Reads the exact values of curves at one step, for the chart's cursor. */
import type { SharedCurves, SharedPoint } from '../../document/link/shared';
import type { RunCurves } from '../../runtime/runReducer';
import type { Series } from '../../runtime/series';
import { smooth } from './smooth';

/** What a run was measured to be after a step, if it was. */
export type Measured = { step: number; value: number } | null;

/** A run's losses at one step, in nats per token, and its accuracy. */
export interface ValuesAt {
  /** Of exactly this step's batch; null where the run has not been there. */
  train: number | null;
  /** As the line shows it. */
  smoothed: number | null;
  /** The last ones measured by then. */
  validation: Measured;
  accuracy: Measured;
}

/**
 * Reads a run's curves at one step: training loss of exactly that step's batch, the rest as last measured by then.
 * @param smoothing weight of the past in the moving average, 0 to below 1
 */
export function valuesAt(own: RunCurves | undefined, step: number, smoothing: number): ValuesAt {
  if (!own) return { train: null, smoothed: null, validation: null, accuracy: null };
  const { train } = own;
  const at = lastUpTo(train.steps, step);
  const there = at >= 0 && train.steps[at] === step;
  return {
    train: there ? (train.values[at] as number) : null,
    smoothed: there ? (smooth(train, smoothing).values[at] as number) : null,
    validation: measuredBy(own.validation, step),
    accuracy: measuredBy(own.accuracy, step),
  };
}

export interface LinkedValues {
  train: number | null;
  validation: number | null;
  accuracy: number | null;
}

/** Reads linked curves at one step: their smoothed training loss and what was measured, each the last by then. */
export function linkedValuesAt({ train, validation, accuracy }: SharedCurves, step: number): LinkedValues {
  const by = (points: SharedPoint[]): number | null =>
    points.findLast((point) => point.step <= step)?.value ?? null;
  return { train: by(train), validation: by(validation), accuracy: by(accuracy) };
}

function measuredBy({ steps, values }: Series, step: number): Measured {
  const past = lastUpTo(steps, step);
  return past < 0 ? null : { step: steps[past] as number, value: values[past] as number };
}

/** Bisects for the last of the rising `steps` that is not beyond `step`. @returns its index, -1 for none */
function lastUpTo(steps: ArrayLike<number>, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
