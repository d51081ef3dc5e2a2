/** The ideal map of a task's sequence: what a head would do that finds every right key. */
import type { RightKeys } from '../../data/tasks';

/**
 * Draws the weight of each query that an answer is due of evenly on its right keys.
 * @param rightKeys of each of T positions
 * @returns (T, T) row-major, 0 above the diagonal, NaN in rows where no answer is due
 */
export function truthMap(rightKeys: RightKeys): Float32Array {
  const T = rightKeys.length;
  const map = new Float32Array(T * T);
  rightKeys.forEach((keys, i) => {
    if (keys) for (const key of keys) map[i * T + key] = 1 / keys.length;
    else map.fill(Number.NaN, i * T, i * T + i + 1);
  });
  return map;
}
