/** Thins curves to a few points that are the same steps for every run of as many steps, so that curves of seeds can be averaged. */
import { mean, range } from 'es-toolkit';

/** A curve: values by rising step. */
interface Curve {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** Cuts a curve into at most `max` parts, as equal as can be. @returns the end of each */
const endsOf = ({ steps }: Curve, max: number): number[] => {
  const parts = Math.min(max, steps.length);
  return range(parts).map((i) => Math.round(((i + 1) * steps.length) / parts));
};

/** Gives each part's mean at its last step: of a noisy curve. */
export function partMeans(curve: Curve, max: number): { steps: number[]; values: number[] } {
  const values = Array.from(curve.values);
  const ends = endsOf(curve, max);
  return {
    steps: ends.map((end) => curve.steps[end - 1] as number),
    values: ends.map((end, i) => mean(values.slice(ends[i - 1] ?? 0, end))),
  };
}

/** Gives points of a curve, evenly by their number, the first and the last among them. @param max at least 2 */
export function evenPoints(curve: Curve, max: number): { steps: number[]; values: number[] } {
  const count = curve.steps.length;
  const all = Math.min(max, count);
  const places = range(all).map((i) => (all < 2 ? 0 : Math.round((i * (count - 1)) / (all - 1))));
  return {
    steps: places.map((i) => curve.steps[i] as number),
    values: places.map((i) => curve.values[i] as number),
  };
}
