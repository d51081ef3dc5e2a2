import { expect } from 'vitest';

/** float32 against float64: logits, losses and what follows from the forward pass; and gradients (docs/spec.md "Fixtures"). */
export const tolerance = { forward: 1e-4, gradient: 1e-3 };

/**
 * Largest difference, relative to the largest expected entry; NaN where an entry is none.
 * @param least what the largest expected entry counts as where it is smaller
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, least = 1e-12): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let scale = least;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs((actual[i] as number) - (expected[i] as number)));
    scale = Math.max(scale, Math.abs(expected[i] as number));
  }
  return difference / scale;
}
