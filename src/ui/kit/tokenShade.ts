/** How dark a token is: by what it costs in nats, or by the difference of two such losses. */

/** Losses in nats from which each level on is darker. */
export const lossSteps = [0.25, 0.7, 1.4, 2.3, 3.5, 5] as const;
/** Differences in nats, either way. */
export const differenceSteps = [0.1, 0.3, 0.7, 1.4, 2.3, 3.5] as const;

const levelOf = (value: number, steps: readonly number[]): number =>
  steps.findLastIndex((step) => value >= step) + 1;

/** @param loss nats @returns 0 to 6; 6 for what is no number, as no probability was given to the token */
export const lossLevel = (loss: number): number => (Number.isNaN(loss) ? 6 : levelOf(loss, lossSteps));

/** @param difference of two losses, nats @returns −6 to 6 */
export function differenceLevel(difference: number): number {
  const level = levelOf(Math.abs(difference), differenceSteps);
  return difference < 0 && level > 0 ? -level : level;
}
