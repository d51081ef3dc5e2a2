/** RMSNorm (Zhang & Sennrich 2019): x / sqrt(mean(x²) + eps) · g. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';

/** @param x (..., d) @param gain (d) @returns (..., d) */
export function rmsNorm(x: tf.Tensor, gain: tf.Tensor1D, eps: number): tf.Tensor {
  if (x.shape[x.rank - 1] !== gain.shape[0]) fail('rmsNorm', 'needs x (..., d) and gain (d)', x, gain);
  return tf.tidy(() => {
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), eps));
    return tf.mul(tf.mul(x, scale), gain);
  });
}
