/**
 * Attention by a score of the key's position alone (paper §3.2, Eqs. 7-8) under a causal mask, in one pass along the
 * positions of a head: no block of a map is made. Sums are kept relative to the largest score so far, so that |s| > 10³
 * does not overflow.
 */
import { exp1, fma, sumOf, wholeFours } from './simd';

/** x = decay · x + w · y, n floats. */
function decayAndAdd(x: usize, decay: f32, w: f32, y: usize, n: i32): void {
  const bytes = (<usize>n) << 2;
  const whole = <usize>wholeFours(n);
  const decay4 = f32x4.splat(decay);
  const w4 = f32x4.splat(w);
  for (let c: usize = 0; c < whole; c += 16)
    v128.store(x + c, fma(w4, v128.load(y + c), f32x4.mul(v128.load(x + c), decay4)));
  for (let c = whole; c < bytes; c += 4) store<f32>(x + c, load<f32>(x + c) * decay + w * load<f32>(y + c));
}

function dot(x: usize, y: usize, n: i32): f32 {
  const bytes = (<usize>n) << 2;
  const whole = <usize>wholeFours(n);
  let sums = f32x4.splat(0);
  for (let c: usize = 0; c < whole; c += 16) sums = fma(v128.load(x + c), v128.load(y + c), sums);
  let sum = sumOf(sums);
  for (let c = whole; c < bytes; c += 4) sum += load<f32>(x + c) * load<f32>(y + c);
  return sum;
}

/**
 * @param scores of each key, (T) @param v values of a head, rows `strideV` floats apart @param out likewise
 * @param logSums log Σ_{j ≤ i} exp(s_j) of each query, (T), written @param sum scratch of n floats
 */
export function keyScan(
  scores: usize,
  v: usize,
  strideV: i32,
  out: usize,
  strideOut: i32,
  logSums: usize,
  sum: usize,
  T: i32,
  n: i32,
): void {
  let largest: f32 = -1e30;
  let total: f32 = 0;
  memory.fill(sum, 0, (<usize>n) << 2);
  for (let i = 0; i < T; i++) {
    const s = load<f32>(scores + ((<usize>i) << 2));
    const next = max(largest, s);
    const decay = exp1(largest - next);
    const w = exp1(s - next);
    largest = next;
    total = total * decay + w;
    decayAndAdd(sum, decay, w, v + ((<usize>i * strideV) << 2), n);
    memory.fill(out + ((<usize>i * strideOut) << 2), 0, (<usize>n) << 2);
    decayAndAdd(out + ((<usize>i * strideOut) << 2), 0, 1 / total, sum, n);
    store<f32>(logSums + ((<usize>i) << 2), largest + <f32>Math.log(<f64>total));
  }
}

/**
 * Adds to dv and dScores what dOut comes to. Along the positions backwards, with a_j = Σ_{i ≥ j} exp(L_j − L_i) dOut_i and
 * L the log-sums: dv_j += exp(s_j − L_j) a_j, ds_j += exp(s_j − L_j) (a_j·v_j − Σ_{i ≥ j} exp(L_j − L_i) dOut_i·out_i).
 * @param out what `keyScan` wrote @param sum scratch of n floats
 */
export function keyScanBack(
  scores: usize,
  v: usize,
  dv: usize,
  strideV: i32,
  out: usize,
  dOut: usize,
  strideOut: i32,
  logSums: usize,
  dScores: usize,
  sum: usize,
  T: i32,
  n: i32,
): void {
  let later: f32 = 0;
  let above: f32 = 0;
  memory.fill(sum, 0, (<usize>n) << 2);
  for (let j = T - 1; j >= 0; j--) {
    const at = (<usize>j) << 2;
    const atV = (<usize>j * strideV) << 2;
    const atOut = (<usize>j * strideOut) << 2;
    const logSum = load<f32>(logSums + at);
    const decay: f32 = j === T - 1 ? 0 : exp1(logSum - later);
    later = logSum;
    decayAndAdd(sum, decay, 1, dOut + atOut, n);
    above = above * decay + dot(dOut + atOut, out + atOut, n);
    const w = exp1(load<f32>(scores + at) - logSum);
    decayAndAdd(dv + atV, 1, w, sum, n);
    store<f32>(dScores + at, load<f32>(dScores + at) + w * (dot(sum, v + atV, n) - above));
  }
}
