/** Arithmetic on single rows in plain numbers, for decoding: one token is a few matrix-vector products. */

/** Multiplies a row: x (in) · weight (in, out) + bias (out), row-major. */
export function vecMat(x: Float32Array, weight: Float32Array, bias?: Float32Array): Float32Array {
  const out = weight.length / x.length;
  const y = bias ? bias.slice() : new Float32Array(out);
  for (let i = 0; i < x.length; i++) {
    const xi = x[i] as number;
    const row = i * out;
    for (let j = 0; j < out; j++) y[j] = (y[j] as number) + xi * (weight[row + j] as number);
  }
  return y;
}

/** Multiplies a column: matrix (n, d) · x (d), row-major. */
export function matVec(matrix: Float32Array, x: Float32Array): Float32Array {
  const d = x.length;
  return Float32Array.from({ length: matrix.length / d }, (_, i) => dot(matrix, i * d, x, 0, d));
}

/** Returns the dot product of `length` entries of a from index `i` and of b from index `j`. */
export function dot(a: Float32Array, i: number, b: Float32Array, j: number, length: number): number {
  let sum = 0;
  for (let c = 0; c < length; c++) sum += (a[i + c] as number) * (b[j + c] as number);
  return sum;
}

/** Returns x · sigmoid(x). */
export const silu = (x: number): number => x / (1 + Math.exp(-x));

/** Applies RMSNorm to each chunk of gain.length entries: one for a whole row, several for the heads of QK-norm. */
export function rmsNormRow(x: Float32Array, gain: Float32Array, eps: number): Float32Array {
  const width = gain.length;
  const y = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    const scale = 1 / Math.sqrt(dot(x, start, x, start, width) / width + eps);
    for (let c = 0; c < width; c++) y[start + c] = (x[start + c] as number) * scale * (gain[c] as number);
  }
  return y;
}

/** Applies rotate-half RoPE to every head of x at one position, in place. */
export function rotate(x: Float32Array, headDim: number, position: number, theta: number): void {
  const half = headDim / 2;
  for (let start = 0; start < x.length; start += headDim) {
    for (let c = 0; c < half; c++) {
      const angle = position * theta ** (-(2 * c) / headDim);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const a = x[start + c] as number;
      const b = x[start + c + half] as number;
      x[start + c] = a * cos - b * sin;
      x[start + c + half] = b * cos + a * sin;
    }
  }
}

/** Computes (SiLU(x W_gate) * x W_up) W_down of one row (d): gate and up (d, f), down (f, out). */
export function swiGLURow(
  x: Float32Array,
  gate: Float32Array,
  up: Float32Array,
  down: Float32Array,
): Float32Array {
  const hidden = vecMat(x, up);
  const gates = vecMat(x, gate);
  for (let i = 0; i < hidden.length; i++) hidden[i] = (hidden[i] as number) * silu(gates[i] as number);
  return vecMat(hidden, down);
}
