/** Smooths curves that grow, each time from where it was left. */
import { Series } from '../../app/session/series';

/** An average in progress: what it holds of the series so far. */
interface Progress {
  factor: number;
  sum: number;
  weight: number;
  smoothed: Series;
}

const known = new WeakMap<Series, Progress>();

/**
 * Takes the exponential moving average, corrected for its start as Adam's moments are: each value weighs `factor` to the power of its age. As long
 * as `factor` stays, a call costs only what the series has grown by since the last.
 * @param factor weight of the past, 0 (none) to below 1
 * @returns a series with the same steps
 */
export function smooth(series: Series, factor: number): Series {
  let progress = known.get(series);
  if (progress?.factor !== factor) {
    progress = { factor, sum: 0, weight: 0, smoothed: new Series() };
    known.set(series, progress);
  }
  const { steps, values } = series;
  const { smoothed } = progress;
  for (let i = smoothed.length; i < values.length; i++) {
    progress.sum = progress.sum * factor + (values[i] as number);
    progress.weight = progress.weight * factor + 1;
    smoothed.push(steps[i] as number, progress.sum / progress.weight);
  }
  return smoothed;
}
