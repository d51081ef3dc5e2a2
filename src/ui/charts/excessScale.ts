/** The shades of losses without each part: by how much each lies above the whole run's or below it, over the values that are shown. */

import { range } from 'es-toolkit';
import { formatMeasured } from '../../format/numbers';

/** Shades above the whole run's loss, and as many below it. */
const levels = 6;
/** Decimals of these losses and their differences, as of losses elsewhere: in fewer those of a run that has learned its task look all alike. */
export const lossDecimals = 4;

export const writeLoss = (loss: number): string => formatMeasured(loss, lossDecimals);

/** Nats; what is less is written as 0. */
const least = 0.5 * 10 ** -lossDecimals;
/** From so many times the smallest on, the largest would leave it without a shade of its own. */
const logFrom = 30;

export interface ExcessScale {
  /** Nats from which each shade on begins, either way; none where nothing differs. */
  steps: readonly number[];
  /** The largest, either way. */
  largest: number;
  /** Each step is so many times the one before; null where steps are equal. */
  factor: number | null;
  /** The last shade that is reached above the whole run's loss, and below it; 0 for none. */
  above: number;
  below: number;
}

/** Makes the scale of differences to the whole run's loss, nats. What is not finite has the last shade, and no part in it. */
export function excessScale(differences: readonly number[]): ExcessScale {
  const sizes = differences.filter(Number.isFinite).map(Math.abs);
  const seen = sizes.filter((size) => size >= least);
  const largest = Math.max(0, ...seen);
  const { steps, factor } =
    seen.length > 0 ? stepsOf(Math.min(...seen), largest) : { steps: [], factor: null };
  const reached = differences.map((difference) => excessLevel(difference, { steps }));
  return {
    steps,
    largest,
    factor,
    above: Math.max(0, ...reached),
    below: Math.max(0, ...reached.map((one) => -one)),
  };
}

function stepsOf(smallest: number, largest: number): Pick<ExcessScale, 'steps' | 'factor'> {
  if (largest / smallest < logFrom)
    return { steps: range(levels).map((i) => Math.max(least, (largest * i) / levels)), factor: null };
  const factor = (largest / smallest) ** (1 / levels);
  return { steps: range(levels).map((i) => smallest * factor ** i), factor };
}

/** @returns the shade of a difference, −6 to 6; 0 for none */
export function excessLevel(difference: number, { steps }: Pick<ExcessScale, 'steps'>): number {
  if (!Number.isFinite(difference)) return levels;
  // What was multiplied up to a step may lie a bit below it.
  const level = steps.findLastIndex((step) => Math.abs(difference) >= step * (1 - 1e-9)) + 1;
  return difference < 0 && level > 0 ? -level : level;
}

/** On white paper, from the lightest; what is written on each is black. */
export const excessShades = {
  above: ['#fdf0dc', '#fbe0b8', '#f8cc8d', '#f3b568', '#ea9b45', '#de8330'],
  below: ['#e3f0fb', '#c9e2f7', '#a9d0f1', '#86bbe9', '#66a7df', '#4c95d5'],
} as const;

/** @returns the shade of a level, null for none */
export const shadeOf = (level: number): string | null =>
  (level < 0 ? excessShades.below : excessShades.above)[Math.abs(level) - 1] ?? null;

/** Lists what a legend shows: each shade that is reached and those before it, and where it begins, from the lowest to the highest. */
export const excessLegend = ({ steps, above, below }: ExcessScale): { level: number; from: number }[] => [
  ...steps
    .slice(0, below)
    .map((step, i) => ({ level: -i - 1, from: -step }))
    .reverse(),
  ...steps.slice(0, above).map((step, i) => ({ level: i + 1, from: step })),
];
