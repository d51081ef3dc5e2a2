/** Matrix products with a weight: y = x W + b, and logits = x Eᵀ. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';

/**
 * y = x W + b.
 * @param x (..., in) @param weight (in, out) @param bias (out)
 * @returns (..., out)
 */
export function linear(x: tf.Tensor, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor {
  const width = x.shape[x.rank - 1] as number;
  const [input, output] = weight.shape;
  if (width !== input) fail('linear', 'needs x (..., in) and weight (in, out)', x, weight);
  if (bias && bias.shape[0] !== output) fail('linear', 'needs bias (out)', weight, bias);
  return tf.tidy(() => {
    const product = tf.matMul(tf.reshape(x, [-1, input]) as tf.Tensor2D, weight);
    return tf.reshape(bias ? tf.add(product, bias) : product, [...x.shape.slice(0, -1), output]);
  });
}

/**
 * Logits x Eᵀ of hidden states against every embedding.
 * @param x (..., d) @param embedding (V, d)
 * @returns (..., V)
 */
export function unembed(x: tf.Tensor, embedding: tf.Tensor2D): tf.Tensor {
  const width = x.shape[x.rank - 1] as number;
  const [vocab, d] = embedding.shape;
  if (width !== d) fail('unembed', 'needs x (..., d) and embedding (V, d)', x, embedding);
  return tf.tidy(() =>
    tf.reshape(tf.matMul(tf.reshape(x, [-1, d]) as tf.Tensor2D, embedding, false, true), [
      ...x.shape.slice(0, -1),
      vocab,
    ]),
  );
}
