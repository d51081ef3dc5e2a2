/** Scores of a block of queries, and the weights that every form makes of them. */
import {
  block,
  floats,
  form,
  headDim,
  key,
  keyScoresOf,
  packed,
  scale,
  softmax,
  strideQ,
  taylor,
  width,
  window,
} from './attentionSizes';
import { timesPanels } from './matmul';
import { exp4, fma, largestOf, sumOf } from './simd';

/** q·k of a block, without the scale, in columns [from, end). */
export function scoresOfBlock(qHead: usize, top: i32, m: i32, from: i32, end: i32): void {
  const to = block(0) + floats(from);
  if (form === key) {
    for (let i = 0; i < m; i++)
      memory.copy(to + floats(i * width()), keyScoresOf(0) + floats(from), floats(end - from));
    return;
  }
  const panels = packed(0) + floats(from * headDim);
  timesPanels(
    qHead + floats(top * strideQ),
    strideQ,
    1,
    panels,
    headDim,
    to,
    width(),
    m,
    end - from,
    headDim,
    0,
  );
}

/**
 * Weights of a block in place of its scores, 0 where a query does not see a key. On the way back (`back` 1) block 1 gets
 * what a weight grows by where its score does, over the sum of the row's: dA = slope · (dP − Σ A dP).
 */
export function weigh(top: i32, m: i32, from: i32, end: i32, stats: usize, back: i32): void {
  const padded = from + ((end - from + 3) & ~3);
  for (let i = 0; i < m; i++) {
    const query = top + i;
    const row = block(0) + floats(i * width());
    const slope = block(1) + floats(i * width());
    const seenFrom = max(0, query - window + 1);
    const stat = stats + floats(query);
    for (let j = from; j < seenFrom; j++) store<f32>(row + floats(j), hidden());
    for (let j = query + 1; j < padded; j++) store<f32>(row + floats(j), hidden());
    if (form === softmax || form === key)
      weighExponentials(row + floats(from), slope + floats(from), floats(padded - from), stat, back);
    else weighSums(row, slope, from, padded, seenFrom, query, stat, back);
  }
}

/** What stands for the score of a key that is not seen, before the scale. */
function hidden(): f32 {
  return form === softmax || form === key ? -1e30 : 0;
}

function weighExponentials(row: usize, slope: usize, bytes: usize, stat: usize, back: i32): void {
  const factor = form === key ? f32x4.splat(1) : f32x4.splat(scale());
  if (back) {
    const logSum = f32x4.splat(load<f32>(stat));
    for (let p: usize = 0; p < bytes; p += 16) {
      const s = v128.load(row + p);
      const seen = f32x4.gt(s, f32x4.splat(-1e29));
      const w = v128.and(exp4(f32x4.sub(f32x4.mul(s, factor), logSum)), seen);
      v128.store(row + p, w);
      v128.store(slope + p, f32x4.mul(w, factor));
    }
    return;
  }
  let largest4 = f32x4.splat(-1e30);
  for (let p: usize = 0; p < bytes; p += 16) largest4 = f32x4.max(largest4, v128.load(row + p));
  // The scale is positive, so the largest score is the largest product.
  const largest = largestOf(largest4) * f32x4.extract_lane(factor, 0);
  const shift = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  for (let p: usize = 0; p < bytes; p += 16) {
    const s = v128.load(row + p);
    const seen = f32x4.gt(s, f32x4.splat(-1e29));
    const w = v128.and(exp4(f32x4.sub(f32x4.mul(s, factor), shift)), seen);
    v128.store(row + p, w);
    sums = f32x4.add(sums, w);
  }
  const sum = sumOf(sums);
  store<f32>(stat, largest + <f32>Math.log(<f64>sum));
  const share = f32x4.splat(1 / sum);
  for (let p: usize = 0; p < bytes; p += 16) v128.store(row + p, f32x4.mul(v128.load(row + p), share));
}

/** Taylor: 1 + s + s²/2; linear: φ(q)·φ(k) as it is. Over the sum of the row. */
function weighSums(
  row: usize,
  slope: usize,
  from: i32,
  padded: i32,
  seenFrom: i32,
  query: i32,
  stat: usize,
  back: i32,
): void {
  const factor = f32x4.splat(scale());
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  let sums = f32x4.splat(0);
  const start = floats(from);
  const stop = floats(padded);
  for (let p = start; p < stop; p += 16) {
    const s = f32x4.mul(v128.load(row + p), factor);
    let w = s;
    if (form === taylor) {
      w = f32x4.add(one, fma(f32x4.mul(s, half), s, s));
      if (back) v128.store(slope + p, f32x4.mul(f32x4.add(one, s), factor));
    } else if (back) v128.store(slope + p, one);
    v128.store(row + p, w);
  }
  // 1 + s + s²/2 of a key that is not seen is 1.
  for (let j = from; j < seenFrom; j++) clear(row, slope, j);
  for (let j = query + 1; j < padded; j++) clear(row, slope, j);
  let share: f32 = 0;
  if (back) share = 1 / load<f32>(stat);
  else {
    for (let p = start; p < stop; p += 16) sums = f32x4.add(sums, v128.load(row + p));
    const sum = sumOf(sums);
    store<f32>(stat, sum);
    share = 1 / sum;
  }
  const share4 = f32x4.splat(share);
  for (let p = start; p < stop; p += 16) {
    v128.store(row + p, f32x4.mul(v128.load(row + p), share4));
    if (back) v128.store(slope + p, f32x4.mul(v128.load(slope + p), share4));
  }
}

function clear(row: usize, slope: usize, j: i32): void {
  store<f32>(row + floats(j), 0);
  store<f32>(slope + floats(j), 0);
}
