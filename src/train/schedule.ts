/** The learning rate of each step: linear warm-up, then cosine (paper Table 9). */
import type { OptimizerSettings } from '../experiment/schema';

/**
 * Gives the learning rate of a step.
 * @param step counted from 0
 * @param steps the whole run's steps
 * @returns rises to learningRate over `warmup` steps, then falls along half a cosine to minLearningRate at the last step
 */
export function learningRateAt(
  step: number,
  steps: number,
  {
    learningRate,
    warmup,
    minLearningRate,
  }: Pick<OptimizerSettings, 'learningRate' | 'warmup' | 'minLearningRate'>,
): number {
  if (step < warmup) return (learningRate * (step + 1)) / warmup;
  const done = Math.min(1, (step - warmup) / Math.max(1, steps - 1 - warmup));
  return minLearningRate + 0.5 * (learningRate - minLearningRate) * (1 + Math.cos(Math.PI * done));
}
