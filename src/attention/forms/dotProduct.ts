/** What the compositions of forms share: scaled dot products and normalisation. */
import * as tf from '@tensorflow/tfjs';
import type { MapBlock } from './form';

/** Computes q_i·k_j / √headDim of a block, (Rq, h, C, K), from q and k of all positions, (Rq, h, T, dh). */
export function dotProductScores(
  q: tf.Tensor4D,
  k: tf.Tensor4D,
  { start, end, firstKey }: MapBlock,
): tf.Tensor4D {
  const queries = tf.slice(q, [0, 0, start, 0], [-1, -1, end - start, -1]);
  const keys = tf.slice(k, [0, 0, firstKey, 0], [-1, -1, end - firstKey, -1]);
  return tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(q.shape[3])) as tf.Tensor4D;
}

/** Computes the softmax over the visible keys, (Rq, h, C, K). Scores beyond 10³ are safe. */
export function maskedSoftmax(scores: tf.Tensor4D, visible: tf.Tensor2D): tf.Tensor4D {
  return tf.softmax(tf.add(scores, tf.mul(tf.sub(visible, 1), 1e30))) as tf.Tensor4D;
}

/** Divides each row by its sum. */
export const normalised = (weights: tf.Tensor4D): tf.Tensor4D =>
  tf.div(weights, tf.sum(weights, -1, true)) as tf.Tensor4D;
