/** Scores and the whole causal map, T × T: only for one who looks. */
import * as tf from '@tensorflow/tfjs';
import { type AttentionHeads, unpackHeads } from './checks';
import { repeatHeads } from './heads';
import { keyScores } from './keyAttention';

/**
 * @param form how scores become weights
 * @returns pre-softmax scores and the map, both (Rq, h, T, T); entries j > i of the map are 0
 */
export function attentionMap(
  form: 'softmax' | 'taylor' | 'key',
  input: AttentionHeads,
): { scores: tf.Tensor4D; map: tf.Tensor4D } {
  const { heads, kvHeads } = input;
  const [rows, , T, headDim] = input.projected.shape;
  return tf.tidy(() => {
    const { q, k } = unpackHeads(input);
    const keys = repeatHeads(k, heads / kvHeads);
    const scores =
      form === 'key'
        ? tf.tile(tf.expandDims(keyScores(q, keys), 2) as tf.Tensor4D, [1, 1, T, 1])
        : (tf.div(tf.matMul(q, keys, false, true), Math.sqrt(headDim)) as tf.Tensor4D);
    const mask = tf.linalg.bandPart(tf.ones([T, T]), -1, 0);
    const weights =
      form === 'taylor'
        ? tf.add(tf.add(1, scores), tf.mul(0.5, tf.square(scores)))
        : tf.exp(tf.sub(scores, tf.max(tf.add(scores, tf.mul(tf.sub(1, mask), -1e30)), -1, true)));
    const visible = tf.where(
      tf.tile(mask.expandDims(0).expandDims(0), [rows, heads, 1, 1]).asType('bool'),
      weights,
      tf.zerosLike(weights),
    );
    return { scores, map: tf.div(visible, tf.sum(visible, -1, true)) as tf.Tensor4D };
  });
}
