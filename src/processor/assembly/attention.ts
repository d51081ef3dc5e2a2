/**
 * Attention of one head after another, a block of query rows at a time: scores, weights and mixed values of a block, never a
 * whole map. Keys that no query of the block sees are left out of the products. The way back computes a block's weights
 * again from one number a row that the way there keeps.
 *
 * q (mapRows · T) has `heads` heads in each row and k as many key-value heads, v (rows · T) too; rows of each lie `stride`
 * floats apart, heads side by side. mapRows is rows, or 1 for one map that every row is mixed by.
 */
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
  rows,
  scans,
  strideK,
  strideQ,
  strideV,
  T,
  width,
} from './attentionSizes';
import { scoresOfBlock, weigh } from './blockWeights';
import { keyScan } from './keyScan';
import { keyScores } from './keyScores';
import { packPanels, timesPanels } from './matmul';
import { blockRows } from './scratch';

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

export function valuesOf(v: usize, row: i32, kvHead: i32): usize {
  return v + floats(row * T * strideV + kvHead * headDim);
}
