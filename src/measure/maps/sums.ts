/** Sums over a map's rows and columns. */

export interface MapSums {
  /** What each query gives: T numbers, 1 each where rows are softmaxes. */
  rows: Float32Array;
  /** What each key is given: T numbers. */
  columns: Float32Array;
}

/** @param map (T, T) row-major, causal; what is NaN counts as nothing */
export function mapSums(map: Float32Array, T: number): MapSums {
  const rows = new Float32Array(T);
  const columns = new Float32Array(T);
  for (let i = 0; i < T; i++) {
    let row = 0;
    for (let j = 0; j <= i; j++) {
      const value = (map[i * T + j] as number) || 0;
      row += value;
      columns[j] = (columns[j] as number) + value;
    }
    rows[i] = row;
  }
  return { rows, columns };
}
