/** Kernels that go through rows one by one: RMSNorm, biases, sums, SwiGLU, the embedding. Rows of n floats, of any n. */
import { exp1, fma, sigmoid4, sumOf, wholeFours } from './simd';

/**
 * y = x · r · gain with r = 1 / √(mean x² + eps), (rows, n).
 * @param inverse r of each row, for the way back
 */
export function rmsNorm(x: usize, gain: usize, y: usize, inverse: usize, rows: i32, n: i32, eps: f32): void {
  const bytes = (<usize>n) << 2;
  const whole = <usize>wholeFours(n);
  for (let i = 0; i < rows; i++) {
    let squares = f32x4.splat(0);
    for (let k: usize = 0; k < whole; k += 16) {
      const v = v128.load(x + k);
      squares = fma(v, v, squares);
    }
    let sum = sumOf(squares);
    for (let k = whole; k < bytes; k += 4) sum += load<f32>(x + k) * load<f32>(x + k);
    const r: f32 = 1 / sqrt<f32>(sum / <f32>n + eps);
    store<f32>(inverse + ((<usize>i) << 2), r);
    const r4 = f32x4.splat(r);
    for (let k: usize = 0; k < whole; k += 16)
      v128.store(y + k, f32x4.mul(f32x4.mul(v128.load(x + k), r4), v128.load(gain + k)));
    for (let k = whole; k < bytes; k += 4) store<f32>(y + k, load<f32>(x + k) * r * load<f32>(gain + k));
    x += bytes;
    y += bytes;
  }
}

/** Adds to dx, (rows, n), and to dGain, (n), what dy, (rows, n), comes to. */
export function rmsNormBack(
  x: usize,
  gain: usize,
  inverse: usize,
  dy: usize,
  dx: usize,
  dGain: usize,
  rows: i32,
  n: i32,
): void {
  const bytes = (<usize>n) << 2;
  const whole = <usize>wholeFours(n);
  for (let i = 0; i < rows; i++) {
    const r = load<f32>(inverse + ((<usize>i) << 2));
    const r4 = f32x4.splat(r);
    let dots = f32x4.splat(0);
    for (let k: usize = 0; k < whole; k += 16) {
      const t = f32x4.mul(v128.load(dy + k), v128.load(x + k));
      dots = fma(t, v128.load(gain + k), dots);
      v128.store(dGain + k, fma(t, r4, v128.load(dGain + k)));
    }
    let dot = sumOf(dots);
    for (let k = whole; k < bytes; k += 4) {
      const t = load<f32>(dy + k) * load<f32>(x + k);
      dot += t * load<f32>(gain + k);
      store<f32>(dGain + k, load<f32>(dGain + k) + t * r);
    }
    const shift = (dot * r * r * r) / <f32>n;
    const shift4 = f32x4.splat(shift);
    for (let k: usize = 0; k < whole; k += 16) {
      const direct = f32x4.mul(f32x4.mul(v128.load(dy + k), v128.load(gain + k)), r4);
      const change = f32x4.sub(direct, f32x4.mul(v128.load(x + k), shift4));
      v128.store(dx + k, f32x4.add(v128.load(dx + k), change));
    }
    for (let k = whole; k < bytes; k += 4) {
      const change = load<f32>(dy + k) * load<f32>(gain + k) * r - load<f32>(x + k) * shift;
      store<f32>(dx + k, load<f32>(dx + k) + change);
    }
    x += bytes;
    dy += bytes;
    dx += bytes;
  }
}

/** y += x, n floats. */
export function addInto(y: usize, x: usize, n: i32): void {
  const whole = <usize>wholeFours(n);
  const bytes = (<usize>n) << 2;
  for (let k: usize = 0; k < whole; k += 16) v128.store(y + k, f32x4.add(v128.load(y + k), v128.load(x + k)));
  for (let k = whole; k < bytes; k += 4) store<f32>(y + k, load<f32>(y + k) + load<f32>(x + k));
}

/** Adds (n) to each of (rows, n), rows `stride` floats apart. */
export function addToRows(y: usize, stride: i32, x: usize, rows: i32, n: i32): void {
  for (let i = 0; i < rows; i++) {
    addInto(y, x, n);
    y += (<usize>stride) << 2;
  }
}

/** Adds the sum of rows, (rows, n) that lie `stride` floats apart, to (n). */
export function addSumOfRows(x: usize, stride: i32, sum: usize, rows: i32, n: i32): void {
  for (let i = 0; i < rows; i++) {
    addInto(sum, x, n);
    x += (<usize>stride) << 2;
  }
}

/** y = SiLU(gate) · up, (rows, n); gate and up lie side by side in rows of 2n. */
export function swiGLU(gateUp: usize, y: usize, rows: i32, n: i32): void {
  const bytes = (<usize>n) << 2;
  const whole = <usize>wholeFours(n);
  for (let i = 0; i < rows; i++) {
    const up = gateUp + bytes;
    for (let k: usize = 0; k < whole; k += 16) {
      const g = v128.load(gateUp + k);
      v128.store(y + k, f32x4.mul(f32x4.mul(g, sigmoid4(g)), v128.load(up + k)));
    }
    for (let k = whole; k < bytes; k += 4) {
      const g = load<f32>(gateUp + k);
      store<f32>(y + k, (g / (1 + exp1(-g))) * load<f32>(up + k));
    }
    gateUp += 2 * bytes;
    y += bytes;
  }
}

/** What dy, (rows, n), comes to for gate and up, (rows, 2n). */
export function swiGLUBack(gateUp: usize, dy: usize, dGateUp: usize, rows: i32, n: i32): void {
  const bytes = (<usize>n) << 2;
  const whole = <usize>wholeFours(n);
  const one = f32x4.splat(1);
  for (let i = 0; i < rows; i++) {
    const up = gateUp + bytes;
    const dUp = dGateUp + bytes;
    for (let k: usize = 0; k < whole; k += 16) {
      const g = v128.load(gateUp + k);
      const d = v128.load(dy + k);
      const s = sigmoid4(g);
      const silu = f32x4.mul(g, s);
      const slope = f32x4.add(s, f32x4.mul(silu, f32x4.sub(one, s)));
      v128.store(dGateUp + k, f32x4.mul(f32x4.mul(d, v128.load(up + k)), slope));
      v128.store(dUp + k, f32x4.mul(d, silu));
    }
    for (let k = whole; k < bytes; k += 4) {
      const g = load<f32>(gateUp + k);
      const d = load<f32>(dy + k);
      const s: f32 = 1 / (1 + exp1(-g));
      store<f32>(dGateUp + k, d * load<f32>(up + k) * (s + g * s * (1 - s)));
      store<f32>(dUp + k, d * g * s);
    }
    gateUp += 2 * bytes;
    dGateUp += 2 * bytes;
    dy += bytes;
  }
}

/** Rows of a table, (V, n), by ids: y (rows, n). */
export function embed(table: usize, ids: usize, y: usize, rows: i32, n: i32): void {
  const bytes = (<usize>n) << 2;
  for (let i = 0; i < rows; i++) {
    memory.copy(y, table + <usize>load<i32>(ids + ((<usize>i) << 2)) * bytes, bytes);
    y += bytes;
  }
}

/** Adds each of dy, (rows, n), to the row of the table that it came from. */
export function embedBack(dTable: usize, ids: usize, dy: usize, rows: i32, n: i32): void {
  const bytes = (<usize>n) << 2;
  for (let i = 0; i < rows; i++) {
    addInto(dTable + <usize>load<i32>(ids + ((<usize>i) << 2)) * bytes, dy, n);
    dy += bytes;
  }
}

/** Sets n floats to 0. */
export function clear(x: usize, n: i32): void {
  memory.fill(x, 0, (<usize>n) << 2);
}

/** y = x, n floats. */
export function copy(y: usize, x: usize, n: i32): void {
  memory.copy(y, x, (<usize>n) << 2);
}

/** Sets some columns of (rows, stride) to 0. @param x where the first of them begins */
export function clearColumns(x: usize, stride: i32, rows: i32, n: i32): void {
  for (let i = 0; i < rows; i++) {
    memory.fill(x, 0, (<usize>n) << 2);
    x += (<usize>stride) << 2;
  }
}

/** Copies the first n floats of rows between places of different strides, in floats. */
export function copyRows(from: usize, fromStride: i32, to: usize, toStride: i32, rows: i32, n: i32): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(to, from, (<usize>n) << 2);
    from += (<usize>fromStride) << 2;
    to += (<usize>toStride) << 2;
  }
}
