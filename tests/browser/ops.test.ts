// Every fused kernel against its composition, value and gradient, on shapes that fit no tile.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import * as ops from '../../src/ops';

const seed = Math.floor(Math.random() * 2 ** 32);
const random = new Random(seed);
const normal = (shape: number[], mean = 0) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => mean + random.normal()),
    shape,
  );
const ids = (shape: number[], below: number, from = 0) =>
  tf.tensor(
    Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => from + random.int(below - from)),
    shape,
    'int32',
  );

const problems: string[] = [];
beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
  await tf.ready();
  (tf.backend() as WebGPUBackend).device.addEventListener('uncapturederror', (event) =>
    problems.push(event.error.message),
  );
});
afterAll(() => {
  ops.setKernels(true);
  expect(problems).toEqual([]);
});

/** Value and gradients of f at inputs, for a random gradient on the value; kernels on, then off. */
async function compare(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], tolerance = 1e-4) {
  const shape = tf.tidy(() => f(...inputs).shape);
  const dy = normal(shape);
  const results: Float32Array[][] = [];
  for (const kernels of [true, false]) {
    ops.setKernels(kernels);
    const value = tf.tidy(() => f(...inputs));
    const gradients = tf.grads(f)(inputs, dy);
    const all = [value, ...gradients];
    results.push(await Promise.all(all.map(async (t) => (await t.data()) as Float32Array)));
    tf.dispose(all);
  }
  ops.setKernels(true);
  const [fused, composed] = results as [Float32Array[], Float32Array[]];
  composed.forEach((expected, n) => {
    const scale = expected.reduce((a, b) => Math.max(a, Math.abs(b)), 0.1);
    const worst = expected.reduce((a, b, i) => Math.max(a, Math.abs(b - (fused[n] as Float32Array)[i]!)), 0);
    expect(
      worst / scale,
      `${n === 0 ? 'value' : `gradient ${n - 1}`}, seed ${seed}; ${problems[0] ?? ''}`,
    ).toBeLessThan(tolerance);
    expect(Number.isFinite(worst)).toBe(true);
  });
  tf.dispose([dy, inputs]);
}

const attentionShapes = [
  { rows: 1, mapRows: 1, heads: 1, kvHeads: 1, T: 1, headDim: 2 },
  { rows: 3, mapRows: 3, heads: 4, kvHeads: 2, T: 7, headDim: 6 },
  { rows: 3, mapRows: 1, heads: 4, kvHeads: 2, T: 19, headDim: 8 },
  { rows: 2, mapRows: 2, heads: 2, kvHeads: 2, T: 64, headDim: 16 },
];

describe(`kernels against compositions, seed ${seed}`, () => {
  it.each([
    [1, 1, 1],
    [3, 5, 7],
    [4, 8, 12],
    [2, 31, 13],
    [6, 12, 3],
    [5, 64, 82],
    [64, 64, 192],
  ])('linear %i × %i × %i', async (rows, input, output) => {
    await compare(
      (x, w, b) => ops.linear(x!, w as tf.Tensor2D, b as tf.Tensor1D),
      [normal([2, rows, input]), normal([input, output]), normal([output])],
    );
    await compare(
      (x, w) => ops.linear(x!, w as tf.Tensor2D),
      [normal([rows, input]), normal([input, output])],
    );
    await compare(
      (x, e) => ops.unembed(x!, e as tf.Tensor2D),
      [normal([rows, input]), normal([output, input])],
    );
  });

  it.each([
    [1, 1],
    [3, 7],
    [2, 64],
  ])('rmsNorm and swiGLU %i × %i', async (rows, d) => {
    await compare((x, g) => ops.rmsNorm(x!, g as tf.Tensor1D, 1e-6), [normal([2, rows, d]), normal([d], 1)]);
    await compare(
      (x, a, b, c) => ops.swiGLU(x!, a as tf.Tensor2D, b as tf.Tensor2D, c as tf.Tensor2D),
      [normal([rows, d]), normal([d, 5]), normal([d, 5]), normal([5, d])],
    );
  });

  it.each([
    { ropeTheta: 10_000, norm: true },
    { ropeTheta: undefined, norm: false },
  ])('projectHeads %o', async ({ ropeTheta, norm }) => {
    const project = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor, g: tf.Tensor) =>
      ops.projectHeads(x as tf.Tensor3D, w as tf.Tensor2D, {
        heads: 3,
        bias: b as tf.Tensor1D,
        normGain: norm ? (g as tf.Tensor1D) : undefined,
        normEps: 1e-6,
        ropeTheta,
      });
    // A gain that is not used has no gradient to compare.
    const inputs = [normal([2, 5, 7]), normal([7, 18]), normal([18]), ...(norm ? [normal([6], 1)] : [])];
    await compare((x, w, b, g) => project(x!, w!, b!, g!), inputs);
  });

  it.each(attentionShapes)('attention %o', async ({ rows, mapRows, heads, kvHeads, T, headDim }) => {
    for (const attend of [ops.causalAttention, ops.taylorAttention, ops.keyAttention]) {
      await compare(
        (q, k, v) => attend(q as tf.Tensor4D, k as tf.Tensor4D, v as tf.Tensor4D),
        [
          normal([mapRows, heads, T, headDim]),
          normal([mapRows, kvHeads, T, headDim]),
          normal([rows, kvHeads, T, headDim]),
        ],
      );
    }
  });

  it('keyAttention with scores beyond 10³', async () => {
    await compare(
      (q, k, v) => ops.keyAttention(q as tf.Tensor4D, k as tf.Tensor4D, v as tf.Tensor4D),
      [tf.mul(normal([1, 2, 20, 4]), 60), tf.mul(normal([1, 2, 20, 4]), 60), normal([1, 2, 20, 4])],
      5e-3, // a score of 10³ in float32 is only right to 10⁻⁴
    );
  });

  it.each([
    [1, 2],
    [7, 13],
    [33, 82],
  ])('crossEntropy and embedding of %i in %i', async (count, vocab) => {
    const targets = ids([count], vocab, count > 1 ? -1 : 0);
    await compare((logits) => ops.crossEntropy(logits!, targets), [normal([count, vocab])]);
    const rows = ids([2, count], vocab);
    await compare((w) => ops.embedding(w as tf.Tensor2D, rows as tf.Tensor2D), [normal([vocab, 6])]);
    tf.dispose([targets, rows]);
  });

  it.each([0.1, 1e6])('adamW clipped at %d', async (clipNorm) => {
    const shapes = [[3, 5], [7], [2, 2], [1, 9], [4], [6, 3], [11], [2, 8]];
    const starts = shapes.map((shape) => normal(shape));
    const values = await Promise.all(starts.map((s) => s.data()));
    const grads = [0, 1, 2].map(() => shapes.map((shape) => normal(shape)));
    const hyper = { learningRate: 0.1, beta1: 0.9, beta2: 0.95, eps: 1e-8, weightDecay: 0.1, clipNorm };
    const results: Float32Array[] = [];
    for (const kernels of [true, false]) {
      ops.setKernels(kernels);
      // A variable shares the buffer of the tensor it starts from, and the update writes in place.
      const params = starts.map((s, n) => tf.variable(tf.tensor(values[n] as Float32Array, s.shape)));
      const state = ops.createAdamWState(params);
      for (const g of grads) ops.adamWStep(params, g, state, hyper).gradNorm.dispose();
      const flat = tf.concat(params.map((p) => tf.reshape(p, [-1])));
      results.push((await flat.data()) as Float32Array);
      ops.disposeAdamWState(state);
      tf.dispose([flat, params]);
    }
    ops.setKernels(true);
    results[0]?.forEach((x, i) => {
      expect(x).toBeCloseTo(results[1]?.[i] as number, 4);
    });
    tf.dispose([starts, grads]);
  });

  it('refuse wrong shapes by name', () => {
    expect(() => ops.linear(normal([2, 3]), normal([4, 5]) as tf.Tensor2D)).toThrow(
      /linear.*\(2, 3\) \(4, 5\)/,
    );
    expect(() => ops.rmsNorm(normal([2, 3]), normal([4]) as tf.Tensor1D, 1e-6)).toThrow(/rmsNorm/);
    const q = normal([2, 3, 4, 6]) as tf.Tensor4D;
    expect(() => ops.causalAttention(q, q, normal([2, 2, 4, 6]) as tf.Tensor4D)).toThrow(/causalAttention/);
    expect(() => ops.crossEntropy(normal([2, 3]), ids([3], 3))).toThrow(/crossEntropy/);
  });
});
