/** The shades of losses without each part: by how much each lies above the whole run's or below it, over the values that are shown. */

/** Shades above the whole run's loss, and as many below it. */
const levels = 6;
/** Nats; what is less is written as 0. */
const least = 0.0005;
/** From so many times the smallest on, the largest would leave it without a shade of its own. */
const logFrom = 30;

export interface ExcessScale {
  /** Nats from which each shade on begins, either way; none where nothing differs. */
  steps: readonly number[];
  /** The largest, either way. */
  largest: number;
  /** Each step is so many times the one before; null where steps are equal. */
  factor: number | null;
  /** Some lie above, some below. */
  above: boolean;
  below: boolean;
}

/** Makes the scale of differences to the whole run's loss, nats. What is not finite has the last shade, and no part in it. */
export function excessScale(differences: readonly number[]): ExcessScale {
  const seen = differences.filter((one) => Number.isFinite(one) && Math.abs(one) >= least);
  const above = differences.some((one) => !(one < least));
  const below = seen.some((one) => one < 0);
  if (seen.length === 0) return { steps: [], largest: 0, factor: null, above, below };
  const sizes = seen.map(Math.abs);
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  if (largest / smallest < logFrom) {
    const steps = Array.from({ length: levels }, (_, i) => Math.max(least, (largest * i) / levels));
    return { steps, largest, factor: null, above, below };
  }
  const factor = (largest / smallest) ** (1 / levels);
  return {
    steps: Array.from({ length: levels }, (_, i) => smallest * factor ** i),
    largest,
    factor,
    above,
    below,
  };
}

/** @returns the shade of a difference, −6 to 6; 0 for none */
export function excessLevel(difference: number, { steps }: ExcessScale): number {
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

/** Lists what a legend shows: each level and where it begins, from the lowest to the highest. */
export const excessLegend = ({ steps, above, below }: ExcessScale): { level: number; from: number }[] => [
  ...(below ? steps.map((step, i) => ({ level: -i - 1, from: -step })).reverse() : []),
  ...(above ? steps.map((step, i) => ({ level: i + 1, from: step })) : []),
];
