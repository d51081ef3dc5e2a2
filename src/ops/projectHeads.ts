/** A q, k or v projection: x W + b, split into heads, with QK-norm and RoPE where asked for (spec "Backbone"). */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { linear } from './linear';
import { rmsNorm } from './rmsNorm';
import { differentiable, kernelsRun, runKernel } from './webgpu/kernel';

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
    const projected = tf.reshape(linear(x, weight, bias), [rows, T, heads, headDim]) as tf.Tensor4D;
    const normed = normGain ? (rmsNorm(projected, normGain, normEps) as tf.Tensor4D) : projected;
    if (kernelsRun()) return fusedSplit(normed, ropeTheta);
    const split = tf.transpose(normed, [0, 2, 1, 3]);
    return ropeTheta === undefined ? split : rotate(split, ropeTheta);
  });
}

/** (R, T, heads, headDim) → (R, heads, T, headDim), rotated on the way where theta is given. */
function fusedSplit(x: tf.Tensor4D, theta: number | undefined): tf.Tensor4D {
  const [rows, T, heads, headDim] = x.shape;
  const sizes = { heads, T, headDim, theta };
  return differentiable(
    [x],
    () => ({ value: splitKernel('splitHeads', x, sizes, [rows, heads, T, headDim]), save: [] }),
    (dy) => [splitKernel('mergeHeads', dy as tf.Tensor4D, sizes, [rows, T, heads, headDim])],
  );
}

/** Both directions: a rotation's gradient is the rotation back. */
function splitKernel(
  name: 'splitHeads' | 'mergeHeads',
  x: tf.Tensor4D,
  { heads, T, headDim, theta }: { heads: number; T: number; headDim: number; theta: number | undefined },
  shape: [number, number, number, number],
): tf.Tensor4D {
  const forward = name === 'splitHeads';
  const half = headDim / 2;
  const together = '((row * T + t) * heads + h) * headDim';
  const apart = '((row * heads + h) * T + t) * headDim';
  const [from, to] = forward ? [together, apart] : [apart, together];
  const rotated = `
    let angle = t * ${half} + c;
    let cosine = turns[angle * 2];
    let sine = ${forward ? '' : '-'}turns[angle * 2 + 1];
    result[to] = a * cosine - b * sine;
    result[to + ${half}] = b * cosine + a * sine;`;
  return runKernel<tf.Rank.R4>(
    {
      name,
      inputs: theta === undefined ? { x } : { x, turns: ropeTable(T, headDim, theta) },
      threads: x.size / 2,
      declarations: `const heads = ${heads}; const T = ${T}; const headDim = ${headDim};`,
      body: `
        let c = i % ${half};
        let h = (i / ${half}) % heads;
        let t = (i / ${half} / heads) % T;
        let row = i / ${half} / heads / T;
        let from_ = ${from} + c;
        let to = ${to} + c;
        let a = x[from_];
        let b = x[from_ + ${half}];
        ${theta === undefined ? `result[to] = a; result[to + ${half}] = b;` : rotated}`,
    },
    shape,
  );
}

const ropeTables = new Map<string, tf.Tensor1D>();

/** cos and sin of every position and pair of entries, in turns of (cos, sin). Kept: a shape has one for good. */
function ropeTable(T: number, headDim: number, theta: number): tf.Tensor1D {
  const key = `${T} ${headDim} ${theta}`;
  let table = ropeTables.get(key);
  if (!table || table.isDisposed) {
    const half = headDim / 2;
    const data = new Float32Array(T * headDim);
    for (let i = 0; i < T * half; i++) {
      const angle = Math.floor(i / half) * theta ** (-(2 * (i % half)) / headDim);
      data[2 * i] = Math.cos(angle);
      data[2 * i + 1] = Math.sin(angle);
    }
    table = tf.keep(tf.tensor1d(data));
    ropeTables.set(key, table);
  }
  return table;
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
