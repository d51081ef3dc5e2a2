/** The drawing of the scores before the softmax by layer: its sizes, and where a magnitude stands. */
import { magnitudeRange } from '../../measure/scores';

/** In the drawing's units, which are CSS pixels at its own size. */
export interface ScoreDrawing {
  width: number;
  rowHeight: number;
  /** Beside the axis, for the layers' names where they stand there, and for the number of the largest. */
  left: number;
  right: number;
  /** Above the bars, for the layers' names where they stand there. */
  above: number;
}

/** The layers' names stand beside the bars. */
export const wideScores: ScoreDrawing = { width: 560, rowHeight: 46, left: 110, right: 90, above: 0 };

/** Returns the drawing that fits into a width, in CSS pixels: where there is too little room the layers' names stand above the bars. */
export const scoreDrawing = (room: number): ScoreDrawing =>
  room >= wideScores.width ? wideScores : { width: room, rowHeight: 68, left: 20, right: 72, above: 22 };

const [lowest, highest] = magnitudeRange;

/** The exponents of ten that have a line. */
export const scoreDecades: readonly number[] = Array.from(
  { length: (highest - lowest) / 2 + 1 },
  (_, i) => lowest + 2 * i,
);

/** Returns the place of a magnitude on the logarithmic axis; what is smaller than its low end stands there, and so at the other. */
export function scorePlace(magnitude: number, { width, left, right }: ScoreDrawing): number {
  const share = (Math.log10(Math.max(magnitude, 10 ** lowest)) - lowest) / (highest - lowest);
  return left + (width - left - right) * Math.min(1, share);
}

/** Returns the SVG path of a histogram's bars. @param magnitudes counts of each bin, low to high */
export function scoreBars(magnitudes: readonly number[], { width, left, right }: ScoreDrawing): string {
  const most = Math.max(...magnitudes, 1);
  const bin = (width - left - right) / magnitudes.length;
  return magnitudes
    .map((count, i) => {
      const bar = (30 * count) / most;
      return `M${left + i * bin} 36v${-bar}h${bin}v${bar}z`;
    })
    .join('');
}
