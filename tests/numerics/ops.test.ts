// Every fused kernel, value and gradient, against its composition, on shapes that fit no tile.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forceAdapterKind, setKernels } from '../../src/device';
import * as ops from '../../src/ops';
import { type Comparison, kernelComparison } from '../support/kernelComparison';
import { seed } from '../support/seed';

const { random, normal, compare } = kernelComparison(seed);
const ids = (count: number, below: number, from = 0) =>
  Int32Array.from({ length: count }, () => from + random.int(below - from));

/** The ops, by the shapes that they are compared on. */
const comparisons = {
  linear: (rows: number, input: number, output: number): Comparison[] => [
    [
      (x, w, b, r) => ops.linear(x!, w as tf.Tensor2D, { bias: b as tf.Tensor1D, residual: r }),
      [normal([2, rows, input]), normal([input, output]), normal([output]), normal([2, rows, output])],
    ],
    [(x, w) => ops.linear(x!, w as tf.Tensor2D), [normal([rows, input]), normal([input, output])]],
    [(x, e) => ops.unembed(x!, e as tf.Tensor2D), [normal([rows, input]), normal([output, input])]],
  ],

  normAndSwiGLU(rows: number, d: number): Comparison[] {
    // Alone an entry becomes ±1, and close to 0 its gradient is the small difference of large numbers.
    const mean = d === 1 ? 5 : 0;
    return [
      [(x, g) => ops.rmsNorm(x!, g as tf.Tensor1D, 1e-6), [normal([2, rows, d], mean), normal([d], 1)]],
      [
        (x, a, b, c) => ops.swiGLU(x!, a as tf.Tensor2D, b as tf.Tensor2D, c as tf.Tensor2D),
        [normal([rows, d]), normal([d, 5]), normal([d, 5]), normal([5, d])],
      ],
    ];
  },

  tokens(count: number, vocab: number): Comparison[] {
    const targets = ids(count, vocab, count > 1 ? -1 : 0);
    const rows = ids(2 * count, vocab);
    return [
      [(logits) => ops.crossEntropy(logits!, tf.tensor1d(targets, 'int32')), [normal([count, vocab])]],
      [(w) => ops.embedding(w as tf.Tensor2D, tf.tensor2d(rows, [2, count], 'int32')), [normal([vocab, 6])]],
    ];
  },
};

const problems: string[] = [];
beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
  await tf.ready();
  (tf.backend() as WebGPUBackend).device.addEventListener('uncapturederror', (event) =>
    problems.push(event.error.message),
  );
});
afterAll(() => {
  setKernels(true);
  expect(problems).toEqual([]);
});

describe(`kernels against compositions, seed ${seed}`, () => {
  it.each<[number, number, number]>([
    [1, 1, 1],
    [3, 5, 7],
    [4, 8, 12],
    [2, 31, 13],
    [6, 12, 3],
    [5, 64, 82],
    [17, 23, 41],
    [64, 64, 192],
    [130, 128, 260],
  ])('linear %i × %i × %i', async (...sizes) => {
    await compare(...comparisons.linear(...sizes));
  });

  it('linear in the largest tiles of a software adapter, at the size of the lab’s small model', async () => {
    // Of half as many rows, as the other two have, tiles are those of 130 × 128 × 260.
    const [whole] = comparisons.linear(512, 128, 128) as [Comparison];
    await compare(whole);
  });

  it.each<[number, number]>([
    [1, 1],
    [3, 7],
    [2, 64],
  ])('rmsNorm and swiGLU %i × %i', async (...sizes) => {
    await compare(...comparisons.normAndSwiGLU(...sizes));
  });

  it('random shapes', async () => {
    const upTo = (n: number) => 1 + random.int(n);
    const [rows, input, output] = [upTo(40), upTo(70), upTo(70)] as const;
    await compare(...comparisons.linear(rows, input, output));
  });

  it.each<[number, number]>([
    [1, 2],
    [7, 13],
    [33, 82],
  ])('crossEntropy and embedding of %i in %i', async (...sizes) => {
    await compare(...comparisons.tokens(...sizes));
  });

  it.each<[number, number, number]>([
    [1, 1, 2],
    [3, 7, 13],
    [8, 33, 82],
  ])('rowLosses of %i rows of %i tokens in %i', async (rows, T, vocab) => {
    const logits = normal([rows, T, vocab]);
    const answers = ids(rows * T, vocab).map((answer, i) => (i % 5 === 2 ? -1 : answer));
    const targets = tf.tensor2d(answers, [rows, T], 'int32');
    const values = Float32Array.from(await logits.data());
    const expected = Array.from({ length: rows }, (_, row) =>
      answers.slice(row * T, (row + 1) * T).reduce((sum: number, answer, t) => {
        const at = (row * T + t) * vocab;
        const own = values.slice(at, at + vocab);
        const logSum = Math.log(own.reduce((total, z) => total + Math.exp(z), 0));
        return answer < 0 ? sum : sum + logSum - (own[answer] as number);
      }, 0),
    );
    for (const kind of ['software', 'gpu', null] as const) {
      setKernels(kind !== null);
      forceAdapterKind(kind);
      const losses = ops.rowLosses(logits, targets);
      const found = await losses.data();
      expect(found).toHaveLength(rows);
      found.forEach((loss, row) => {
        expect(loss).toBeCloseTo(expected[row] as number, 3);
      });
      losses.dispose();
    }
    setKernels(true);
    tf.dispose([logits, targets]);
  });

  it.each([0.1, 1e6])('adamW clipped at %d', async (clipNorm) => {
    const shapes = [[3, 5], [7], [2, 2], [1, 9], [4], [6, 3], [11], [2, 8]];
    const starts = shapes.map((shape) => normal(shape));
    const values = await Promise.all(starts.map((s) => s.data()));
    const grads = [0, 1, 2].map(() => shapes.map((shape) => normal(shape)));
    const hyper = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clipNorm };
    const results: Float32Array[] = [];
    for (const kind of ['software', 'gpu', null] as const) {
      setKernels(kind !== null);
      forceAdapterKind(kind);
      // A variable shares the buffer of the tensor it starts from, and the update writes in place.
      const params = starts.map((s, n) => tf.variable(tf.tensor(values[n] as Float32Array, s.shape)));
      const moments = ops.createMoments(params);
      grads.forEach((g, n) => {
        const schedule = tf.tensor1d(ops.adamWSchedule(0.1, n + 1, hyper));
        tf.dispose([ops.adamWStep(params, g, moments, schedule, hyper), schedule]);
      });
      const flat = tf.concat(params.map((p) => tf.reshape(p, [-1])));
      results.push((await flat.data()) as Float32Array);
      tf.dispose([flat, params, moments]);
    }
    setKernels(true);
    const composed = results.pop() as Float32Array;
    for (const kernels of results)
      kernels.forEach((x, i) => {
        expect(x).toBeCloseTo(composed[i] as number, 4);
      });
    tf.dispose([starts, grads]);
  });

  it('refuse wrong shapes by name', () => {
    expect(() => ops.linear(normal([2, 3]), normal([4, 5]) as tf.Tensor2D)).toThrow(
      /linear.*\(2, 3\) \(4, 5\)/,
    );
    expect(() => ops.rmsNorm(normal([2, 3]), normal([4]) as tf.Tensor1D, 1e-6)).toThrow(/rmsNorm/);
    expect(() => ops.crossEntropy(normal([2, 3]), tf.tensor1d(ids(3, 3), 'int32'))).toThrow(/crossEntropy/);
  });
});

/** A device may refuse a kernel; shapes here are few, as shaders of TensorFlow.js compile for seconds. */
describe(`compositions on WebGPU, seed ${seed}`, () => {
  beforeAll(() => setKernels(false));
  afterAll(() => setKernels(true));

  it('linear, unembed, rmsNorm, swiGLU, crossEntropy, embedding', async () => {
    await compare(
      ...comparisons.linear(5, 64, 82),
      ...comparisons.normAndSwiGLU(3, 7),
      ...comparisons.tokens(7, 13),
    );
  });
});
