/**
 * Attention of one head after another, a block of query rows at a time: scores, weights and mixed values of a block, never a
 * whole map. Keys that no query of the block sees are left out of the products. The way back computes a block's weights
 * again from one number a row that the way there keeps.
 *
 * q (mapRows · T) has `heads` heads in each row and k as many key-value heads, v (rows · T) too; rows of each lie `stride`
 * floats apart, heads side by side. mapRows is rows, or 1 for one map that every row is mixed by.
 */
import { keyScan, keyScanBack } from './keyScan';
import { packPanels, panelWidth, timesPanels } from './matmul';
import { exp1, exp4, fma, largestOf, sigmoid4, sumOf, wholeFours } from './simd';

/** How scores become weights; the numbers are the `FormCode` of forms.ts. */
const softmax: i32 = 0;
const taylor: i32 = 1;
const linear: i32 = 2;
const key: i32 = 3;

/** Query rows of a block. */
const blockRows: i32 = 32;

/** Sizes that every function here needs; set by `attentionSizes` before a call. */
let rows: i32 = 0;
let mapRows: i32 = 0;
let T: i32 = 0;
let heads: i32 = 0;
let kvHeads: i32 = 0;
let headDim: i32 = 0;
/** Keys that a query sees at most, its own the last. */
let window: i32 = 0;
let form: i32 = 0;
let strideQ: i32 = 0;
let strideK: i32 = 0;
let strideV: i32 = 0;
let scratch: usize = 0;

/** Whether the key-only form needs no block: its sums are carried along the positions. */
function scans(): boolean {
  return form === key && window === T;
}

/** Floats between rows of a block of scores: T, rounded up to whole panels. */
function width(): i32 {
  return (T + panelWidth - 1) & ~(panelWidth - 1);
}

/** Floats of one packed matrix of a head, (T × headDim) or its transpose, whichever is larger. */
function packedHead(): i32 {
  const columns = (headDim + panelWidth - 1) & ~(panelWidth - 1);
  return max(width() * headDim, columns * T);
}

/** Floats of scratch that both ways need for these sizes. */
export function attentionScratch(length: i32, dims: i32): i32 {
  T = length;
  headDim = dims;
  return 3 * packedHead() + 3 * blockRows * width() + 2 * width() + 2 * ((dims + 7) & ~7) * blockRows;
}

export function attentionSizes(
  formCode: i32,
  rowCount: i32,
  mapCount: i32,
  length: i32,
  headCount: i32,
  kvCount: i32,
  dims: i32,
  keysSeen: i32,
  qStride: i32,
  kStride: i32,
  vStride: i32,
  work: usize,
): void {
  form = formCode;
  rows = rowCount;
  mapRows = mapCount;
  T = length;
  heads = headCount;
  kvHeads = kvCount;
  headDim = dims;
  window = min(keysSeen, length);
  strideQ = qStride;
  strideK = kStride;
  strideV = vStride;
  scratch = work;
}

function floats(n: i32): usize {
  return (<usize>n) << 2;
}

/** The parts of the scratch. */
function packed(n: i32): usize {
  return scratch + floats(n * packedHead());
}
function block(n: i32): usize {
  return scratch + floats(3 * packedHead() + n * blockRows * width());
}
function keyScoresOf(n: i32): usize {
  return block(3) + floats(n * width());
}
function packedBlock(n: i32): usize {
  return keyScoresOf(2) + floats(n * ((headDim + 7) & ~7) * blockRows);
}

function scale(): f32 {
  return form === linear ? 1 : 1 / sqrt<f32>(<f32>headDim);
}

/** First key, down to a whole panel, that a block from query `top` sees. */
function firstKeyOf(top: i32): i32 {
  return max(0, top - window + 1) & ~(panelWidth - 1);
}

/**
 * Mixed values, out (rows · T, heads · headDim).
 * @param stat a number for each query of each head, (mapRows, heads, T): the log of the sum of a softmax's exponentials, or
 * the sum of other weights; for the way back
 */
export function attention(q: usize, k: usize, v: usize, out: usize, stat: usize): void {
  const group = heads / kvHeads;
  const outStride = heads * headDim;
  for (let r = 0; r < mapRows; r++) {
    for (let h = 0; h < heads; h++) {
      const qHead = q + floats(r * T * strideQ + h * headDim);
      const kHead = k + floats(r * T * strideK + (h / group) * headDim);
      const stats = stat + floats((r * heads + h) * T);
      if (form === key) keyScores(qHead, kHead);
      else packPanels(kHead, strideK, 0, headDim, T, packed(0), headDim);
      const first = mapRows === 1 ? 0 : r;
      const last = mapRows === 1 ? rows : r + 1;
      if (scans()) {
        for (let b = first; b < last; b++) {
          const to = out + floats(b * T * outStride + h * headDim);
          keyScan(
            keyScoresOf(0),
            valuesOf(v, b, h / group),
            strideV,
            to,
            outStride,
            stats,
            block(0),
            T,
            headDim,
          );
        }
        continue;
      }
      // One map for many rows: its blocks are computed once, and every row's values are packed for each block.
      if (last - first === 1) packPanels(valuesOf(v, first, h / group), strideV, 1, T, headDim, packed(1), T);
      for (let top = 0; top < T; top += blockRows) {
        const m = min(blockRows, T - top);
        const from = firstKeyOf(top);
        const end = top + m;
        scoresOfBlock(qHead, top, m, from, end);
        weigh(top, m, from, end, stats, 0);
        for (let b = first; b < last; b++) {
          let panels = packed(1);
          let panelRows = T;
          if (last - first === 1) panels += (<usize>from) << 5;
          else {
            panelRows = end - from;
            packPanels(
              valuesOf(v, b, h / group) + floats(from * strideV),
              strideV,
              1,
              panelRows,
              headDim,
              panels,
              panelRows,
            );
          }
          timesPanels(
            block(0) + floats(from),
            width(),
            1,
            panels,
            panelRows,
            out + floats((b * T + top) * outStride + h * headDim),
            outStride,
            m,
            headDim,
            end - from,
            0,
          );
        }
      }
    }
  }
}

function valuesOf(v: usize, row: i32, kvHead: i32): usize {
  return v + floats(row * T * strideV + kvHead * headDim);
}

/** s_j = Σ SiLU(q_jc) k_jc / √headDim of the key-only form, (T). */
function keyScores(qHead: usize, kHead: usize): void {
  const factor = scale();
  const to = keyScoresOf(0);
  for (let j = 0; j < T; j++)
    store<f32>(to + floats(j), factor * siluDot(qHead + floats(j * strideQ), kHead + floats(j * strideK)));
}

/** Σ SiLU(q_c) k_c of one head. */
function siluDot(q: usize, k: usize): f32 {
  const whole = <usize>wholeFours(headDim);
  let sums = f32x4.splat(0);
  for (let c: usize = 0; c < whole; c += 16) {
    const x = v128.load(q + c);
    sums = fma(f32x4.mul(x, sigmoid4(x)), v128.load(k + c), sums);
  }
  let sum = sumOf(sums);
  for (let c = whole; c < floats(headDim); c += 4) {
    const x = load<f32>(q + c);
    sum += (x / (1 + exp1(-x))) * load<f32>(k + c);
  }
  return sum;
}

/** q·k of a block, without the scale, in columns [from, end). */
function scoresOfBlock(qHead: usize, top: i32, m: i32, from: i32, end: i32): void {
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
function weigh(top: i32, m: i32, from: i32, end: i32, stats: usize, back: i32): void {
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

/**
 * Adds to dq, dk and dv what dOut comes to; they lie as q, k and v do.
 * @param out as `attention` left it @param stat likewise
 */
export function attentionBack(
  q: usize,
  k: usize,
  v: usize,
  out: usize,
  dOut: usize,
  stat: usize,
  dq: usize,
  dk: usize,
  dv: usize,
): void {
  const group = heads / kvHeads;
  for (let r = 0; r < mapRows; r++) {
    for (let h = 0; h < heads; h++) {
      const atQ = floats(r * T * strideQ + h * headDim);
      const atK = floats(r * T * strideK + (h / group) * headDim);
      const stats = stat + floats((r * heads + h) * T);
      if (form === key) {
        keyScores(q + atQ, k + atK);
        memory.fill(keyScoresOf(1), 0, floats(T));
      } else {
        packPanels(k + atK, strideK, 0, headDim, T, packed(0), headDim);
        packPanels(k + atK, strideK, 1, T, headDim, packed(1), T);
      }
      const first = mapRows === 1 ? 0 : r;
      const last = mapRows === 1 ? rows : r + 1;
      if (scans()) {
        const outStride = heads * headDim;
        for (let b = first; b < last; b++) {
          const atOut = floats(b * T * outStride + h * headDim);
          keyScanBack(
            keyScoresOf(0),
            valuesOf(v, b, h / group),
            valuesOf(dv, b, h / group),
            strideV,
            out + atOut,
            dOut + atOut,
            outStride,
            stats,
            keyScoresOf(1),
            block(0),
            T,
            headDim,
          );
        }
        keyScoresBack(q + atQ, k + atK, dq + atQ, dk + atK);
        continue;
      }
      if (last - first === 1)
        packPanels(valuesOf(v, first, h / group), strideV, 0, headDim, T, packed(2), headDim);
      for (let top = 0; top < T; top += blockRows)
        backOfBlock(q + atQ, v, dOut, stats, dq + atQ, dk + atK, dv, h, h / group, top, first, last);
      if (form === key) keyScoresBack(q + atQ, k + atK, dq + atQ, dk + atK);
    }
  }
}

function backOfBlock(
  qHead: usize,
  v: usize,
  dOut: usize,
  stats: usize,
  dqHead: usize,
  dkHead: usize,
  dv: usize,
  h: i32,
  kvHead: i32,
  top: i32,
  first: i32,
  last: i32,
): void {
  const m = min(blockRows, T - top);
  const from = firstKeyOf(top);
  const end = top + m;
  const outStride = heads * headDim;
  const weights = block(0);
  const gradient = block(2);
  scoresOfBlock(qHead, top, m, from, end);
  weigh(top, m, from, end, stats, 1);
  for (let b = first; b < last; b++) {
    const dOutHead = dOut + floats((b * T + top) * outStride + h * headDim);
    // dV += Aᵀ dOut
    packPanels(dOutHead, outStride, 1, m, headDim, packedBlock(0), m);
    timesPanels(
      weights + floats(from),
      width(),
      0,
      packedBlock(0),
      m,
      valuesOf(dv, b, kvHead) + floats(from * strideV),
      strideV,
      end - from,
      headDim,
      m,
      1,
    );
    // dP = or += dOut Vᵀ
    let panels = packed(2);
    if (last - first === 1) panels += floats(from * headDim);
    else
      packPanels(
        valuesOf(v, b, kvHead) + floats(from * strideV),
        strideV,
        0,
        headDim,
        end - from,
        panels,
        headDim,
      );
    timesPanels(
      dOutHead,
      outStride,
      1,
      panels,
      headDim,
      gradient + floats(from),
      width(),
      m,
      end - from,
      headDim,
      i32(b > first),
    );
  }
  scoreGradients(m, from, end);
  if (form === key) {
    const sum = keyScoresOf(1);
    for (let i = 0; i < m; i++) {
      for (let j = from; j < end; j++) {
        const at = sum + floats(j);
        store<f32>(at, load<f32>(at) + load<f32>(gradient + floats(i * width() + j)));
      }
    }
    return;
  }
  // dQ += dS K
  timesPanels(
    gradient + floats(from),
    width(),
    1,
    packed(1) + ((<usize>from) << 5),
    T,
    dqHead + floats(top * strideQ),
    strideQ,
    m,
    headDim,
    end - from,
    1,
  );
  // dK += dSᵀ Q
  packPanels(qHead + floats(top * strideQ), strideQ, 1, m, headDim, packedBlock(0), m);
  timesPanels(
    gradient + floats(from),
    width(),
    0,
    packedBlock(0),
    m,
    dkHead + floats(from * strideK),
    strideK,
    end - from,
    headDim,
    m,
    1,
  );
}

/** dS = slope · (dP − Σ A dP) in place of dP. */
function scoreGradients(m: i32, from: i32, end: i32): void {
  // Past the last key, weights and slopes are 0; what dP holds there must be a number.
  const padded = from + ((end - from + 3) & ~3);
  for (let i = 0; i < m; i++) {
    const at = floats(i * width());
    const row = block(0) + at;
    const slope = block(1) + at;
    const gradient = block(2) + at;
    for (let j = end; j < padded; j++) store<f32>(gradient + floats(j), 0);
    let sums = f32x4.splat(0);
    for (let p = floats(from); p < floats(padded); p += 16)
      sums = fma(v128.load(row + p), v128.load(gradient + p), sums);
    const mean = f32x4.splat(sumOf(sums));
    for (let p = floats(from); p < floats(padded); p += 16)
      v128.store(gradient + p, f32x4.mul(v128.load(slope + p), f32x4.sub(v128.load(gradient + p), mean)));
  }
}

/** What the gradients of the key-only scores come to for q and k. */
function keyScoresBack(qHead: usize, kHead: usize, dqHead: usize, dkHead: usize): void {
  const factor = scale();
  for (let j = 0; j < T; j++) {
    const atQ = floats(j * strideQ);
    const atK = floats(j * strideK);
    siluDotBack(
      load<f32>(keyScoresOf(1) + floats(j)) * factor,
      qHead + atQ,
      kHead + atK,
      dqHead + atQ,
      dkHead + atK,
    );
  }
}

function siluDotBack(ds: f32, q: usize, k: usize, dq: usize, dk: usize): void {
  const whole = <usize>wholeFours(headDim);
  const one = f32x4.splat(1);
  const ds4 = f32x4.splat(ds);
  for (let c: usize = 0; c < whole; c += 16) {
    const x = v128.load(q + c);
    const s = sigmoid4(x);
    const silu = f32x4.mul(x, s);
    v128.store(dk + c, fma(ds4, silu, v128.load(dk + c)));
    const slope = fma(silu, f32x4.sub(one, s), s);
    v128.store(dq + c, fma(f32x4.mul(ds4, v128.load(k + c)), slope, v128.load(dq + c)));
  }
  for (let c = whole; c < floats(headDim); c += 4) {
    const x = load<f32>(q + c);
    const s: f32 = 1 / (1 + exp1(-x));
    store<f32>(dk + c, load<f32>(dk + c) + ds * x * s);
    store<f32>(dq + c, load<f32>(dq + c) + ds * load<f32>(k + c) * (s + x * s * (1 - s)));
  }
}

/**
 * Scores and weights of one row for a picture of them, (heads, T, T) each: scores with their scale, of the keys that a query
 * sees, 0 elsewhere. The sizes are those of one row.
 */
export function attentionMap(q: usize, k: usize, scores: usize, map: usize, stat: usize): void {
  const group = heads / kvHeads;
  const factor: f32 = form === key ? 1 : scale();
  for (let h = 0; h < heads; h++) {
    const kHead = k + floats((h / group) * headDim);
    if (form === key) keyScores(q + floats(h * headDim), kHead);
    else packPanels(kHead, strideK, 0, headDim, T, packed(0), headDim);
    for (let top = 0; top < T; top += blockRows) {
      const m = min(blockRows, T - top);
      const from = firstKeyOf(top);
      const end = top + m;
      scoresOfBlock(q + floats(h * headDim), top, m, from, end);
      copyVisible(scores + floats(h * T * T), top, m, factor);
      weigh(top, m, from, end, stat, 0);
      copyVisible(map + floats(h * T * T), top, m, 1);
    }
  }
}

/** Rows of a block into a map of T × T, times a factor, where a query sees a key. */
function copyVisible(to: usize, top: i32, m: i32, factor: f32): void {
  for (let i = 0; i < m; i++) {
    const query = top + i;
    const row = to + floats(query * T);
    memory.fill(row, 0, floats(T));
    for (let j = max(0, query - window + 1); j <= query; j++)
      store<f32>(row + floats(j), load<f32>(block(0) + floats(i * width() + j)) * factor);
  }
}
