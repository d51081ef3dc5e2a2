/** From all points of a curve to the few a chart can show. */

export interface Point {
  x: number;
  y: number;
}

/**
 * At most `max` points that keep the curve's shape: of each bucket of neighbours the lowest and the highest, in order,
 * and always the first and the last point.
 */
export function thin(xs: ArrayLike<number>, ys: ArrayLike<number>, max: number): Point[] {
  const count = xs.length;
  const at = (i: number): Point => ({ x: xs[i] as number, y: ys[i] as number });
  if (count <= max) return Array.from({ length: count }, (_, i) => at(i));
  const buckets = Math.max(1, Math.floor((max - 2) / 2));
  const points = [at(0)];
  for (let b = 0; b < buckets; b++) {
    const start = 1 + Math.floor((b * (count - 2)) / buckets);
    const end = 1 + Math.floor(((b + 1) * (count - 2)) / buckets);
    let low = start;
    let high = start;
    for (let i = start; i < end; i++) {
      if ((ys[i] as number) < (ys[low] as number)) low = i;
      if ((ys[i] as number) > (ys[high] as number)) high = i;
    }
    points.push(at(Math.min(low, high)));
    if (low !== high) points.push(at(Math.max(low, high)));
  }
  points.push(at(count - 1));
  return points;
}

/**
 * Exponential moving average without the pull of its start: each value weighs `factor` to the power of its age.
 * @param factor weight of the past, 0 (none) to below 1
 */
export function smooth(values: ArrayLike<number>, factor: number): Float64Array {
  const out = new Float64Array(values.length);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    sum = sum * factor + (values[i] as number);
    weight = weight * factor + 1;
    out[i] = sum / weight;
  }
  return out;
}
