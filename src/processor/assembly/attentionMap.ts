/** Scores and weights to look at, of one row of tokens, a head and a block of queries at a time; all keys are there, seen or not. */
import {
  block,
  floats,
  form,
  headDim,
  heads,
  key,
  kvHeads,
  packed,
  scale,
  strideK,
  T,
  width,
} from './attentionSizes';
import { scoresOfBlock, weigh } from './blockWeights';
import { keyScores } from './keyScores';
import { packPanels } from './matmul';

/** Packs the keys of a head, for the calls of `mapBlock` that follow. */
export function packMapKeys(q: usize, k: usize, h: i32): void {
  const kHead = k + floats((h / (heads / kvHeads)) * headDim);
  if (form === key) keyScores(q + floats(h * headDim), kHead);
  else packPanels(kHead, strideK, 0, headDim, T, packed(0), headDim);
}

/**
 * Scores and weights of m queries of the head that was packed last, (m, T) each.
 * @param top first of at most `blockRows` queries @param stat a number for each query, written
 */
export function mapBlock(q: usize, h: i32, top: i32, m: i32, scores: usize, map: usize, stat: usize): void {
  scoresOfBlock(q + floats(h * headDim), top, m, 0, T);
  // The key-only form's scores have their scale already.
  copyBlock(scores, m, form === key ? 1 : scale());
  weigh(top, m, 0, T, stat, 0);
  copyBlock(map, m, 1);
}

/** The rows of a block, times a factor, (m, T). */
function copyBlock(to: usize, m: i32, factor: f32): void {
  for (let i = 0; i < m; i++) {
    const row = block(0) + floats(i * width());
    for (let j = 0; j < T; j++) store<f32>(to + floats(i * T + j), load<f32>(row + floats(j)) * factor);
  }
}
