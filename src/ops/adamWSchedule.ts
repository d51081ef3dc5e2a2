/** AdamW's settings, and what differs from update to update; in plain numbers, for every engine. */

/** AdamW's hyperparameters (paper Table 9). */
export interface AdamWHyper {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Decoupled, on matrices alone. */
  weightDecay: number;
  /** Global norm above which gradients are scaled down. */
  clipNorm: number;
}

/**
 * Returns what differs from update to update, (3): the learning rate and the bias corrections 1 / (1 − βᵗ) of both
 * moments.
 * @param step t, counted from 1
 */
export function adamWSchedule(
  learningRate: number,
  step: number,
  { beta1, beta2 }: AdamWHyper,
): Float32Array {
  return Float32Array.of(learningRate, 1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step));
}
