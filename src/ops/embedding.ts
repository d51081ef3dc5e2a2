/** Rows of an embedding table. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';

/** @param weight (V, d) @param ids int32 (R, T), 0 to V − 1 @returns (R, T, d) */
export function embedding(weight: tf.Tensor2D, ids: tf.Tensor2D): tf.Tensor3D {
  if (ids.dtype !== 'int32') fail('embedding', `needs int32 ids, not ${ids.dtype}`, ids);
  const [vocab, d] = weight.shape;
  return tf.tidy(() => {
    const chosen = tf.cast(tf.oneHot(tf.reshape(ids, [-1]) as tf.Tensor1D, vocab), 'float32') as tf.Tensor2D;
    return tf.reshape(tf.matMul(chosen, weight), [...ids.shape, d]) as tf.Tensor3D;
  });
}
