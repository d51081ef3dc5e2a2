/** The two ends of a training step: the loss of logits, and AdamW. */
import { exp1, exp4, fma, largestOf, sumOf, wholeFours } from './simd';

/**
 * Cross-entropy of each row of logits, (rows, V), where its target is not −1; logits become the gradient of weight · sum.
 * @param weight 1 / number of due targets @param losses where each row's loss is written, float32; 0 for nowhere
 * @returns the sum of losses in nats
 */
export function crossEntropy(
  logits: usize,
  targets: usize,
  rows: i32,
  V: i32,
  weight: f32,
  losses: usize,
): f64 {
  const bytes = (<usize>V) << 2;
  const whole = <usize>wholeFours(V);
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const target = load<i32>(targets + ((<usize>i) << 2));
    let loss: f64 = 0;
    if (target < 0) memory.fill(logits, 0, bytes);
    else loss = rowLoss(logits, (<usize>target) << 2, bytes, whole, weight);
    total += loss;
    if (losses !== 0) store<f32>(losses + ((<usize>i) << 2), <f32>loss);
    logits += bytes;
  }
  return total;
}

function rowLoss(row: usize, target: usize, bytes: usize, whole: usize, weight: f32): f64 {
  const answer = load<f32>(row + target);
  const largest = largestOfRow(row, bytes, whole);
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  for (let k: usize = 0; k < whole; k += 16) {
    const e = exp4(f32x4.sub(v128.load(row + k), shift));
    v128.store(row + k, e);
    sums = f32x4.add(sums, e);
  }
  let sum = sumOf(sums);
  for (let k = whole; k < bytes; k += 4) {
    const e = exp1(load<f32>(row + k) - largest);
    store<f32>(row + k, e);
    sum += e;
  }
  const scale = weight / sum;
  const scale4 = f32x4.splat(scale);
  for (let k: usize = 0; k < whole; k += 16) v128.store(row + k, f32x4.mul(v128.load(row + k), scale4));
  for (let k = whole; k < bytes; k += 4) store<f32>(row + k, load<f32>(row + k) * scale);
  store<f32>(row + target, load<f32>(row + target) - weight);
  return <f64>(largest - answer) + Math.log(<f64>sum);
}

function largestOfRow(row: usize, bytes: usize, whole: usize): f32 {
  let largest4 = f32x4.splat(-f32.MAX_VALUE);
  for (let k: usize = 0; k < whole; k += 16) largest4 = f32x4.max(largest4, v128.load(row + k));
  let largest = largestOf(largest4);
  for (let k = whole; k < bytes; k += 4) largest = max(largest, load<f32>(row + k));
  return largest;
}

/** Number of rows of logits, (rows, V), whose largest entry, the first of equals, is at the target. */
export function rightAnswers(logits: usize, targets: usize, rows: i32, V: i32): i32 {
  let right = 0;
  for (let i = 0; i < rows; i++) {
    let best = 0;
    for (let c = 1; c < V; c++)
      if (load<f32>(logits + ((<usize>c) << 2)) > load<f32>(logits + ((<usize>best) << 2))) best = c;
    if (load<i32>(targets + ((<usize>i) << 2)) === best) right++;
    logits += (<usize>V) << 2;
  }
  return right;
}

/** Σ x² of n floats, n a multiple of 4. */
export function sumOfSquares(x: usize, n: i32): f64 {
  let total: f64 = 0;
  // In float32 over some thousand squares at a time, whose sums are added in float64.
  for (let from = 0; from < n; from += 4096) {
    const end = x + ((<usize>min(n, from + 4096)) << 2);
    let sum = f32x4.splat(0);
    for (let p = x + ((<usize>from) << 2); p < end; p += 16) {
      const v = v128.load(p);
      sum = fma(v, v, sum);
    }
    total += <f64>sumOf(sum);
  }
  return total;
}

/**
 * AdamW on n entries, n a multiple of 4, in place.
 * @param clip what gradients are multiplied by @param rate learning rate times the first moment's correction
 * @param correction2 the second moment's correction @param keep what entries are multiplied by: 1 − learning rate · decay
 */
export function adamW(
  values: usize,
  gradients: usize,
  first: usize,
  second: usize,
  n: i32,
  clip: f32,
  rate: f32,
  correction2: f32,
  keep: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const clip4 = f32x4.splat(clip);
  const rate4 = f32x4.splat(rate);
  const correction4 = f32x4.splat(correction2);
  const keep4 = f32x4.splat(keep);
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const rest1 = f32x4.splat(1 - beta1);
  const rest2 = f32x4.splat(1 - beta2);
  const epsilon4 = f32x4.splat(epsilon);
  const end = (<usize>n) << 2;
  for (let k: usize = 0; k < end; k += 16) {
    const g = f32x4.mul(v128.load(gradients + k), clip4);
    const m = fma(v128.load(first + k), b1, f32x4.mul(g, rest1));
    const v = fma(v128.load(second + k), b2, f32x4.mul(f32x4.mul(g, g), rest2));
    v128.store(first + k, m);
    v128.store(second + k, v);
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(v, correction4)), epsilon4);
    const change = f32x4.div(f32x4.mul(m, rate4), root);
    v128.store(values + k, f32x4.sub(f32x4.mul(v128.load(values + k), keep4), change));
  }
}
