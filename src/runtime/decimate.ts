/** Decimates curves to as many points as a chart can show. */

export interface Point {
  x: number;
  y: number;
}

/**
 * Decimates a curve to at most `max` points that keep its shape: always the first and the last, and of each bucket
 * between them the lowest and the highest, in order. Buckets are equally wide on the axis, so a logarithmic one keeps its
 * early points.
 * @param xs (n) rising; above 0 for a logarithmic axis
 * @param ys (n)
 * @returns points in rising x; with a `max` of 1 the last alone where there are more
 */
export function decimate(xs: ArrayLike<number>, ys: ArrayLike<number>, max: number, log = false): Point[] {
  const count = xs.length;
  const x = (i: number) => xs[i] as number;
  const y = (i: number) => ys[i] as number;
  const at = (i: number): Point => ({ x: x(i), y: y(i) });
  if (count <= max) return Array.from({ length: count }, (_, i) => at(i));
  if (max < 2) return max < 1 ? [] : [at(count - 1)];

  const [position, fromPosition] = log ? [Math.log, Math.exp] : [same, same];
  const buckets = Math.floor((max - 2) / 2);
  const start = position(x(0));
  const width = position(x(count - 1)) - start;

  const points = [at(0)];
  let i = 1;
  for (let bucket = 1; bucket <= buckets; bucket++) {
    // The last bucket takes what rounding may leave over.
    const end =
      bucket === buckets ? Number.POSITIVE_INFINITY : fromPosition(start + (width * bucket) / buckets);
    if (i >= count - 1 || x(i) >= end) continue;
    let low = i;
    let high = i;
    for (i++; i < count - 1 && x(i) < end; i++) {
      if (y(i) < y(low)) low = i;
      if (y(i) > y(high)) high = i;
    }
    points.push(at(Math.min(low, high)));
    if (low !== high) points.push(at(Math.max(low, high)));
  }
  points.push(at(count - 1));
  return points;
}

const same = (x: number) => x;
