/** Sums over a map's rows and columns. */
import { largestMagnitude } from './difference';

export interface MapSums {
  /** What each query gives: T numbers, 1 each where rows are softmaxes. */
  rows: Float32Array;
  /** What each key is given: T numbers. */
  columns: Float32Array;
}

/** Returns the largest magnitude of the rows' sums of some maps, and of the columns'; 1 where all are 0. */
export function largestSums(sums: readonly MapSums[]): { rows: number; columns: number } {
  const of = (axis: keyof MapSums) => Math.max(...sums.map((one) => largestMagnitude(one[axis]))) || 1;
  return { rows: of('rows'), columns: of('columns') };
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
