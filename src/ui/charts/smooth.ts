/** Smooths curves that grow, incrementally. */

import { Series } from '../../runtime/series';

/** A moving average so far. */
interface MovingAverage {
  factor: number;
  sum: number;
  weight: number;
  smoothed: Series;
}

/** By the lineage of a series, as each new part of a curve is another series. */
const known = new WeakMap<object, MovingAverage>();

/**
 * Computes a bias-corrected exponential moving average: each value weighs `factor` to the power of its age. As long
 * as `factor` stays, a call costs only what the series has grown by since the last.
 * @param factor weight of the past, 0 (none) to below 1
 * @returns a series with the same steps
 */
export function smooth(series: Series, factor: number): Series {
  let progress = known.get(series.lineage);
  if (progress?.factor !== factor || progress.smoothed.length > series.length) {
    progress = { factor, sum: 0, weight: 0, smoothed: Series.empty };
    known.set(series.lineage, progress);
  }
  const from = progress.smoothed.length;
  const averages = new Float64Array(series.length - from);
  for (const [i, value] of series.values.subarray(from).entries()) {
    // What is not finite stays so at its step, and leaves those after it alone.
    if (Number.isFinite(value)) {
      progress.sum = progress.sum * factor + value;
      progress.weight = progress.weight * factor + 1;
    }
    averages[i] = Number.isFinite(value) ? progress.sum / progress.weight : value;
  }
  progress.smoothed = progress.smoothed.append(series.steps.subarray(from), averages);
  return progress.smoothed;
}
