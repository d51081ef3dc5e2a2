/** The runs' curves in a link, as few and as coarse points as a chart can do with. */

import { words } from '../../format/words';
import { type BitReader, BitWriter, UnreadableError } from './bits';
import type { SharedCurves, SharedPoint } from './shared';

/** The most characters that curves may add to a link. */
export const maxCurveCharacters = 4000;
const maxPoints = 400;
const maxStep = 100_000;

/** How one series is written: its values in parts of 1, and their most. */
const seriesFormats = [
  { key: 'train', scale: 1000, max: 100 },
  { key: 'validation', scale: 1000, max: 100 },
  { key: 'accuracy', scale: 1000, max: 1 },
] as const satisfies { key: keyof SharedCurves; scale: number; max: number }[];

const countWidth = 6;
const stepWidth = 3;
const valueWidth = 4;

/** Signed as unsigned: 0, -1, 1, -2, … */
const zigzag = (n: number) => (n < 0 ? -2 * n - 1 : 2 * n);
const unzigzag = (n: number) => (n % 2 === 1 ? -(n + 1) / 2 : n / 2);

/** Returns the points that can be read back: within bounds, in rising steps. */
function writable(points: readonly SharedPoint[], max: number): SharedPoint[] {
  const written: SharedPoint[] = [];
  for (const point of points) {
    const isBeyond = point.step > (written.at(-1)?.step ?? -1) && point.step <= maxStep;
    if (isBeyond && point.value >= 0 && point.value <= max && written.length < maxPoints) written.push(point);
  }
  return written;
}

/** Writes the curves of each run; points that could not be read back are left out. */
export function writeCurves(curves: readonly SharedCurves[]): string {
  const to = new BitWriter();
  for (const run of curves)
    for (const { key, scale, max } of seriesFormats) {
      const points = writable(run[key], max);
      to.whole(points.length, countWidth);
      let [step, part] = [0, 0];
      for (const point of points) {
        const next = Math.round(point.value * scale);
        to.whole(point.step - step, stepWidth).whole(zigzag(next - part), valueWidth);
        [step, part] = [point.step, next];
      }
    }
  return to.done();
}

/** Reads the curves of as many runs. @throws UnreadableError where a point is out of bounds */
export function readCurves(from: BitReader, runs: number): SharedCurves[] {
  return Array.from({ length: runs }, () => {
    const curves: SharedCurves = { train: [], validation: [], accuracy: [] };
    for (const { key, scale, max } of seriesFormats) curves[key] = readSeries(from, scale, max);
    return curves;
  });
}

function readSeries(from: BitReader, scale: number, max: number): SharedPoint[] {
  const points: SharedPoint[] = [];
  const count = from.whole(countWidth, maxPoints);
  let [step, part] = [0, 0];
  for (let i = 0; i < count; i++) {
    const ahead = from.whole(stepWidth, maxStep);
    step += ahead;
    part += unzigzag(from.whole(valueWidth, 4 * max * scale));
    if (step > maxStep || part < 0 || part > max * scale || (i > 0 && ahead === 0))
      throw new UnreadableError(words('link.why.point', 'a point is out of bounds'));
    points.push({ step, value: part / scale });
  }
  return points;
}
