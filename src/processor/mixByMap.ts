/** Values mixed by a map that is given, in place of the kernels that compute one. */

/** Where values and mixed values lie, and their sizes. */
interface Mixed {
  /** (rows · T, stride), its first columns the values of each KV head. */
  values: Float32Array;
  /** Floats from one position's values to the next. */
  stride: number;
  /** (rows · T, heads · headDim), which is overwritten. */
  out: Float32Array;
  rows: number;
  T: number;
  heads: number;
  kvHeads: number;
  headDim: number;
}

/** @param map (heads, T, T) for every row, or (rows, heads, T, T) */
export function mixByMap(
  map: Float32Array,
  { values, stride, out, rows, T, heads, kvHeads, headDim }: Mixed,
): void {
  const size = heads * T * T;
  out.fill(0, 0, rows * T * heads * headDim);
  for (let row = 0; row < rows; row++) {
    const ofRow = map.length === size ? 0 : row * size;
    for (let head = 0; head < heads; head++) {
      const column = Math.floor(head / (heads / kvHeads)) * headDim;
      for (let i = 0; i < T; i++) {
        const to = ((row * T + i) * heads + head) * headDim;
        for (let j = 0; j <= i; j++) {
          const weight = map[ofRow + (head * T + i) * T + j] as number;
          const from = (row * T + j) * stride + column;
          for (let c = 0; c < headDim; c++)
            out[to + c] = (out[to + c] as number) + weight * (values[from + c] as number);
        }
      }
    }
  }
}
