/** Curves as their difference to one of them, and whether curves are so close that only the differences tell them apart. */
import type { Point } from '../../runtime/decimate';
import type { Axis } from './ticks';

interface Points {
  /** Rising. */
  steps: Float64Array;
  values: Float64Array;
}

/**
 * Subtracts a curve from another at the steps that both have.
 * @param value what a value is as it is drawn: the difference is of what is drawn
 */
export function differences(own: Points, reference: Points, value: (of: number) => number): Points {
  const steps: number[] = [];
  const values: number[] = [];
  let r = 0;
  own.steps.forEach((step, i) => {
    while (r < reference.steps.length && (reference.steps[r] as number) < step) r++;
    if (reference.steps[r] !== step) return;
    steps.push(step);
    values.push(value(own.values[i] as number) - value(reference.values[r] as number));
  });
  return { steps: Float64Array.from(steps), values: Float64Array.from(values) };
}

/** How many curves on one line are more than names and dashes tell apart. */
const many = 7;
/** Curves so near each other, in parts of the vertical axis, are on one line: a few pixels. */
const near = 0.02;
/** Places along the axis where they are looked at. */
const places = 40;

/** Tells whether seven or more training curves lie on one line for the whole width that they share. */
export function coincide(
  lines: readonly { train: readonly Point[] }[],
  { domain }: Pick<Axis, 'domain'>,
): boolean {
  const curves = lines.map(({ train }) => train).filter(({ length }) => length > 1);
  if (curves.length < many) return false;
  const from = Math.max(...curves.map((points) => (points[0] as Point).x));
  const to = Math.min(...curves.map((points) => (points.at(-1) as Point).x));
  if (!(to > from)) return false;
  const tolerance = near * (domain[1] - domain[0]);
  const sampled = curves.map((points) =>
    Array.from({ length: places }, (_, i) => valueAt(points, from + ((to - from) * i) / (places - 1))),
  );
  // Those near one of them are on its line.
  return sampled.some((one) => {
    const together = sampled.filter((other) =>
      other.every((value, i) => Math.abs(value - (one[i] as number)) <= tolerance),
    );
    return together.length >= many;
  });
}

/** Interpolates between points of rising x. @param points at least two */
export function valueAt(points: readonly Point[], x: number): number {
  const after = Math.max(
    1,
    points.findIndex((point) => point.x >= x),
  );
  const [a, b] = [points[after - 1], points[after]] as [Point, Point];
  return b.x === a.x ? b.y : a.y + ((x - a.x) * (b.y - a.y)) / (b.x - a.x);
}
