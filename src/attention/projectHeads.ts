/**
 * Projections into heads: x W + b for q, k and v at once, with QK-norm and RoPE where a group has them (docs/spec.md
 * "Backbone").
 */
import * as tf from '@tensorflow/tfjs';
import { kernelsRun } from '../device/adapter';
import { differentiable } from '../device/kernel';
import { fail } from '../ops/checks';
import { linear } from '../ops/projections';
import { rmsNorm } from '../ops/rmsNorm';
import { multiply, multiplyTransposed, outerProducts, sideBySide } from '../ops/webgpu/matmul';
import type { HeadGroup } from './headGroup';
import { mergeHeads, splitHeads } from './kernels/splitHeads';

/**
 * Projects rows into the heads of every group, one group after the other.
 * @param x (R, T, d) @param normEps epsilon of QK-norm
 * @returns (R, Σ heads, T, headDim)
 * @throws Error where a group does not fit x or the first group's headDim, which has to be even
 */
export function projectHeads(x: tf.Tensor3D, groups: HeadGroup[], normEps: number): tf.Tensor4D {
  const [, , d] = x.shape;
  const headDim = (groups[0] as HeadGroup).weight.shape[1] / (groups[0] as HeadGroup).heads;
  for (const group of groups) mustFit(x, d, headDim, group);
  return tf.tidy(() =>
    kernelsRun() ? fusedProjection(x, groups, headDim, normEps) : composed(x, groups, headDim, normEps),
  );
}

/** Checks all of a group: the kernel reads bias and gain without a check of its own. */
function mustFit(
  x: tf.Tensor,
  d: number,
  headDim: number,
  { heads, weight, bias, normGain }: HeadGroup,
): void {
  const columns = heads * headDim;
  const fits =
    Number.isInteger(headDim / 2) &&
    weight.shape.join() === [d, columns].join() &&
    (!bias || bias.shape.join() === `${columns}`) &&
    (!normGain || normGain.shape.join() === `${headDim}`);
  if (fits) return;
  const needs = `needs x (R, T, d), an even headDim, and of ${heads} heads a weight (d, ${columns}), a bias (${columns}) or none, a gain (${headDim}) or none`;
  fail('projectHeads', needs, x, weight, ...[bias, normGain].filter((t) => t !== undefined));
}

function composed(x: tf.Tensor3D, groups: HeadGroup[], headDim: number, normEps: number): tf.Tensor4D {
  const [rows, T] = x.shape;
  const split = groups.map(({ heads, weight, bias, normGain, ropeTheta }) => {
    const projected = tf.reshape(linear(x, weight, { bias }), [rows, T, heads, headDim]);
    const normed = normGain ? rmsNorm(projected, normGain, normEps) : projected;
    const apart = tf.transpose(normed, [0, 2, 1, 3]) as tf.Tensor4D;
    return ropeTheta === undefined ? apart : rotate(apart, ropeTheta);
  });
  return split.length === 1 ? (split[0] as tf.Tensor4D) : tf.concat(split, 1);
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

/** One product for all groups, then one kernel that norms, rotates and lays the heads apart. */
function fusedProjection(x: tf.Tensor3D, groups: HeadGroup[], headDim: number, normEps: number): tf.Tensor4D {
  const [R, T, d] = x.shape;
  const rows = R * T;
  const weights = groups.map((g) => g.weight);
  const biases = groups.map((g) => g.bias);
  const gains = groups.map((g) => g.normGain);
  const given = <T>(list: (T | undefined)[]): T[] => list.filter((t) => t !== undefined);
  const sizes = { rows: R, T, headDim, normEps, groups };
  return differentiable(
    [x, ...weights, ...given(biases), ...given(gains)],
    () => {
      const all = sideBySide(weights, biases);
      const y = multiply(x, rows, all.weights, { bias: all.bias });
      const { heads, scales } = splitHeads(y, sizes);
      return { value: heads, save: [x, all.weights, ...(scales ? [y, scales] : [])] };
    },
    (dy, [x, allWeights, y, scales]) => {
      const { dProjected, dGains } = mergeHeads(dy, y && scales ? { y, scales } : null, sizes);
      const widths = groups.map((g) => g.heads * headDim);
      const anyBias = given(biases).length > 0;
      const { products, sums } = outerProducts(x as tf.Tensor, dProjected, rows, widths, anyBias);
      const dBiases = sums.filter((_, n) => biases[n]);
      const dx = tf.reshape(multiplyTransposed(dProjected, rows, allWeights as tf.Tensor), [R, T, d]);
      return [dx, ...products, ...dBiases, ...dGains];
    },
  );
}
