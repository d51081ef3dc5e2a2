/** The gated feed-forward (Shazeer 2020): (SiLU(x W_gate) * x W_up) W_down. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { linear } from './linear';

/** @param x (..., d) @param gate (d, f) @param up (d, f) @param down (f, d) @returns (..., d) */
export function swiGLU(x: tf.Tensor, gate: tf.Tensor2D, up: tf.Tensor2D, down: tf.Tensor2D): tf.Tensor {
  if (gate.shape.join() !== up.shape.join())
    fail('swiGLU', 'needs gate and up of one shape (d, f)', gate, up);
  return tf.tidy(() => {
    const gated = linear(x, gate);
    return linear(tf.mul(tf.mul(gated, tf.sigmoid(gated)), linear(x, up)), down);
  });
}
