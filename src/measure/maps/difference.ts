/** The difference of two maps of the same tokens. */

/**
 * Subtracts a map from another, entry by entry.
 * @param map (T, T) row-major, causal @param other the same; NaN where it says nothing
 * @returns (T, T) row-major, 0 above the diagonal, NaN where either says nothing
 */
export function mapDifference(map: Float32Array, other: Float32Array, T: number): Float32Array {
  const difference = new Float32Array(T * T);
  for (let i = 0; i < T; i++)
    for (let at = i * T; at <= i * T + i; at++) difference[at] = (map[at] as number) - (other[at] as number);
  return difference;
}

/** Finds the largest magnitude of a map's entries, in what says something; 0 where nothing does. */
export function largestMagnitude(map: Float32Array): number {
  let largest = 0;
  // A map of 1,024 tokens has a million: an iterator would take several times as long.
  for (let at = 0; at < map.length; at++) {
    const magnitude = Math.abs(map[at] as number);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

/**
 * Finds the largest change from one map to another of a text of another length, in the rows that both have.
 * @param map of T tokens, (T, T) row-major @param other of `otherT` tokens
 */
export function largestChange(map: Float32Array, T: number, other: Float32Array, otherT: number): number {
  let largest = 0;
  for (let i = 0; i < Math.min(T, otherT); i++)
    for (let j = 0; j <= i; j++)
      largest = Math.max(largest, Math.abs((map[i * T + j] as number) - (other[i * otherT + j] as number)));
  return largest;
}
