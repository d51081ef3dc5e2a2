/** The way back through attention: block by block, from weights that are computed again. */

import { valuesOf } from './attention';
import {
  block,
  firstKeyOf,
  floats,
  form,
  headDim,
  heads,
  key,
  keyScoresOf,
  kvHeads,
  mapRows,
  packed,
  packedBlock,
  rows,
  scans,
  strideK,
  strideQ,
  strideV,
  T,
  width,
} from './attentionSizes';
import { scoresOfBlock, weigh } from './blockWeights';
import { keyScanBack } from './keyScan';
import { keyScores, keyScoresBack } from './keyScores';
import { packPanels, timesPanels } from './matmul';
import { blockRows } from './scratch';
import { fma, sumOf } from './simd';

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
