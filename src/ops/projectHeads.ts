/** A q, k or v projection: x W + b, split into heads, with QK-norm and RoPE where asked for (spec "Backbone"). */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { linear } from './linear';
import { rmsNorm } from './rmsNorm';

export interface ProjectOptions {
  heads: number;
  /** (heads · headDim) */
  bias?: tf.Tensor1D;
  /** QK-norm's gain, (headDim). */
  normGain?: tf.Tensor1D;
  normEps: number;
  /** Base of RoPE; left out, nothing is rotated. */
  ropeTheta?: number;
}

/** @param x (R, T, d) @param weight (d, heads · headDim) @returns (R, heads, T, headDim) */
export function projectHeads(x: tf.Tensor3D, weight: tf.Tensor2D, options: ProjectOptions): tf.Tensor4D {
  const { heads, bias, normGain, normEps, ropeTheta } = options;
  const [rows, T] = x.shape;
  const headDim = weight.shape[1] / heads;
  if (!Number.isInteger(headDim))
    fail('projectHeads', `needs a weight whose width ${heads} heads divide`, weight);
  return tf.tidy(() => {
    const projected = linear(x, weight, bias);
    const split = tf.transpose(tf.reshape(projected, [rows, T, heads, headDim]), [0, 2, 1, 3]) as tf.Tensor4D;
    const normed = normGain ? (rmsNorm(split, normGain, normEps) as tf.Tensor4D) : split;
    return ropeTheta === undefined ? normed : rotate(normed, ropeTheta);
  });
}

/** Rotate-half RoPE (Su et al. 2021, in Llama's layout) of positions 0..T-1; x (R, heads, T, headDim), headDim even. */
function rotate(x: tf.Tensor4D, theta: number): tf.Tensor4D {
  const [, , T, headDim] = x.shape;
  const half = headDim / 2;
  const angles = Float32Array.from({ length: T * headDim }, (_, i) => {
    const position = Math.floor(i / headDim);
    return position * theta ** (-(2 * (i % half)) / headDim);
  });
  const cos = tf.tensor2d(angles.map(Math.cos), [T, headDim]);
  const sin = tf.tensor2d(angles.map(Math.sin), [T, headDim]);
  const [a, b] = tf.split(x, 2, -1) as [tf.Tensor4D, tf.Tensor4D];
  return tf.add(tf.mul(x, cos), tf.mul(tf.concat([tf.neg(b), a], -1), sin));
}
