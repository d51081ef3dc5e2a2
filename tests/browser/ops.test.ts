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

type Comparison = [f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], tolerance?: number];

/** Compares each, once the kernels of all are compiled: side by side that takes half as long as one after the other. */
async function compare(...comparisons: Comparison[]) {
  const differentiate = () => {
    for (const [f, inputs] of comparisons) tf.grads(f)(inputs);
  };
  await ops.compileAll(differentiate, () => {});
  for (const comparison of comparisons) await compareOne(...comparison);
}

/** Value and gradients of f at inputs, for a random gradient on the value; kernels on, then off. */
async function compareOne(...[f, inputs, tolerance = 1e-4]: Comparison) {
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
  { rows: 1, heads: 1, kvHeads: 1, T: 1, headDim: 2 },
  { rows: 3, heads: 4, kvHeads: 2, T: 7, headDim: 6 },
  { rows: 2, heads: 2, kvHeads: 2, T: 64, headDim: 16 },
  { rows: 1, heads: 2, kvHeads: 1, T: 37, headDim: 64 },
  // The lab's own sizes: the largest blocks of a software adapter, in h4 T128 dh32.
  { rows: 5, heads: 4, kvHeads: 4, T: 128, headDim: 32 },
];

/** One map for all rows: single, prime and odd counts, lengths that are no multiple of four, grouped heads. */
const sharedShapes = [
  { rows: 2, heads: 1, kvHeads: 1, T: 1, headDim: 2 },
  { rows: 7, heads: 3, kvHeads: 1, T: 5, headDim: 6 },
  { rows: 3, heads: 4, kvHeads: 2, T: 19, headDim: 8 },
  { rows: 2, heads: 5, kvHeads: 5, T: 31, headDim: 14 },
  { rows: 9, heads: 2, kvHeads: 1, T: 13, headDim: 32 },
  { rows: 2, heads: 6, kvHeads: 2, T: 66, headDim: 12 },
  // The lab's own sizes, and one between them: blocks of 16 positions on a software adapter, and an end that fills none.
  { rows: 8, heads: 4, kvHeads: 4, T: 64, headDim: 16 },
  { rows: 8, heads: 4, kvHeads: 4, T: 128, headDim: 32 },
  { rows: 8, heads: 4, kvHeads: 2, T: 109, headDim: 32 },
];

/** The adapter here is a software one; the kernels that a GPU gets are made to run on it too. */
describe.each(['software', 'gpu'] as const)(
  `kernels for a %s adapter against compositions, seed ${seed}`,
  (kind) => {
    beforeAll(() => ops.forceAdapterKind(kind));
    afterAll(() => ops.forceAdapterKind(null));

    it.each([
      [1, 1, 1],
      [3, 5, 7],
      [4, 8, 12],
      [2, 31, 13],
      [6, 12, 3],
      [5, 64, 82],
      [17, 23, 41],
      [64, 64, 192],
      [130, 128, 260],
      // The lab's own sizes: the largest tiles of a software adapter, in B8 T128 d128.
      [512, 128, 128],
    ])('linear %i × %i × %i', async (rows, input, output) => {
      await compare(
        [
          (x, w, b, r) => ops.linear(x!, w as tf.Tensor2D, { bias: b as tf.Tensor1D, residual: r }),
          [normal([2, rows, input]), normal([input, output]), normal([output]), normal([2, rows, output])],
        ],
        [(x, w) => ops.linear(x!, w as tf.Tensor2D), [normal([rows, input]), normal([input, output])]],
        [(x, e) => ops.unembed(x!, e as tf.Tensor2D), [normal([rows, input]), normal([output, input])]],
      );
    });

    it.each([
      [1, 1],
      [3, 7],
      [2, 64],
    ])('rmsNorm and swiGLU %i × %i', async (rows, d) => {
      // Alone an entry becomes ±1, and close to 0 its gradient is the small difference of large numbers.
      const mean = d === 1 ? 5 : 0;
      await compare(
        [(x, g) => ops.rmsNorm(x!, g as tf.Tensor1D, 1e-6), [normal([2, rows, d], mean), normal([d], 1)]],
        [
          (x, a, b, c) => ops.swiGLU(x!, a as tf.Tensor2D, b as tf.Tensor2D, c as tf.Tensor2D),
          [normal([rows, d]), normal([d, 5]), normal([d, 5]), normal([5, d])],
        ],
      );
    });

    it.each([
      { T: 1, heads: 1, kvHeads: 1, headDim: 2, norm: true, bias: false },
      { T: 5, heads: 3, kvHeads: 1, headDim: 6, norm: true, bias: true },
      { T: 7, heads: 4, kvHeads: 2, headDim: 8, norm: false, bias: true },
      { T: 64, heads: 4, kvHeads: 4, headDim: 16, norm: true, bias: true },
    ])('projectHeads %o', async ({ T, heads, kvHeads, headDim, norm, bias }) => {
      const d = heads * headDim;
      const counts = [heads, kvHeads, kvHeads];
      const weights = counts.map((count) => normal([d, count * headDim]));
      const biases = bias ? counts.map((count) => normal([count * headDim])) : [];
      const gains = norm ? [normal([headDim], 1), normal([headDim], 1)] : [];
      await compare([
        (x, ...rest) => {
          const groups = counts.map(
            (count, n): ops.HeadGroup => ({
              heads: count,
              weight: rest[n] as tf.Tensor2D,
              bias: bias ? (rest[3 + n] as tf.Tensor1D) : undefined,
              normGain: norm && n < 2 ? (rest[3 + biases.length + n] as tf.Tensor1D) : undefined,
              ropeTheta: n < 2 ? 10_000 : undefined,
            }),
          );
          return ops.projectHeads(x as tf.Tensor3D, groups, 1e-6);
        },
        [normal([2, T, d]), ...weights, ...biases, ...gains],
      ]);
    });

    it.each(attentionShapes)('attention %o', async ({ rows, heads, kvHeads, T, headDim }) => {
      const together = [ops.causalAttention, ops.taylorAttention, ops.keyAttention];
      // Values of their own differ in where they are found alone, which the smaller shapes have for every form.
      const apart = T * headDim > 2000 ? [ops.causalAttention] : together;
      await compare(
        ...together.map(
          (attend): Comparison => [
            (qkv) => attend({ heads, kvHeads, projected: qkv as tf.Tensor4D }),
            [normal([rows, heads + 2 * kvHeads, T, headDim])],
          ],
        ),
        ...apart.map(
          (attend): Comparison => [
            (qk, v) => attend({ heads, kvHeads, projected: qk as tf.Tensor4D, values: v as tf.Tensor4D }),
            [normal([rows, heads + kvHeads, T, headDim]), normal([rows, kvHeads, T, headDim])],
          ],
        ),
      );
    });

    it.each(sharedShapes)('attention by one map for all rows %o', async (shape) => {
      const { rows, heads, kvHeads, T, headDim } = shape;
      await compare(
        ...[ops.causalAttention, ops.keyAttention].map(
          (attend): Comparison => [
            (qk, v) => attend({ heads, kvHeads, projected: qk as tf.Tensor4D, values: v as tf.Tensor4D }),
            [normal([1, heads + kvHeads, T, headDim]), normal([rows, kvHeads, T, headDim])],
          ],
        ),
      );
    });

    it('random shapes', async () => {
      const upTo = (n: number) => 1 + random.int(n);
      const [rows, input, output] = [upTo(40), upTo(70), upTo(70)];
      const linear: Comparison = [
        (x, w, b) => ops.linear(x!, w as tf.Tensor2D, { bias: b as tf.Tensor1D }),
        [normal([rows, input]), normal([input, output]), normal([output])],
      ];
      const [R, kvHeads, T, headDim] = [upTo(4), upTo(2), upTo(30), 2 * upTo(9)];
      const heads = kvHeads * upTo(3);
      const forms = [ops.causalAttention, ops.taylorAttention, ops.keyAttention];
      const attention = forms.flatMap((attend) =>
        (attend === ops.taylorAttention ? [R] : [R, 1]).map(
          (mapRows): Comparison => [
            (qk, v) => attend({ heads, kvHeads, projected: qk as tf.Tensor4D, values: v as tf.Tensor4D }),
            [normal([mapRows, heads + kvHeads, T, headDim]), normal([R, kvHeads, T, headDim])],
          ],
        ),
      );
      await compare(linear, ...attention);
    });

    it('keyAttention with scores beyond 10³', async () => {
      await compare([
        (qk, v) =>
          ops.keyAttention({ heads: 2, kvHeads: 2, projected: qk as tf.Tensor4D, values: v as tf.Tensor4D }),
        [tf.mul(normal([1, 4, 20, 4]), 60), normal([1, 2, 20, 4])],
        5e-3, // a score of 10³ in float32 is only right to 10⁻⁴
      ]);
    });

    it.each([
      [1, 2],
      [7, 13],
      [33, 82],
    ])('crossEntropy and embedding of %i in %i', async (count, vocab) => {
      const targets = ids([count], vocab, count > 1 ? -1 : 0);
      const rows = ids([2, count], vocab);
      await compare(
        [(logits) => ops.crossEntropy(logits!, targets), [normal([count, vocab])]],
        [(w) => ops.embedding(w as tf.Tensor2D, rows as tf.Tensor2D), [normal([vocab, 6])]],
      );
      tf.dispose([targets, rows]);
    });

    it.each([0.1, 1e6])('adamW clipped at %d', async (clipNorm) => {
      const shapes = [[3, 5], [7], [2, 2], [1, 9], [4], [6, 3], [11], [2, 8]];
      const starts = shapes.map((shape) => normal(shape));
      const values = await Promise.all(starts.map((s) => s.data()));
      const grads = [0, 1, 2].map(() => shapes.map((shape) => normal(shape)));
      const hyper = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clipNorm };
      const results: Float32Array[] = [];
      for (const kernels of [true, false]) {
        ops.setKernels(kernels);
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
      const projected = normal([2, 4, 4, 6]) as tf.Tensor4D;
      expect(() => ops.causalAttention({ heads: 3, kvHeads: 1, projected })).toThrow(
        /causalAttention.*\(2, 4, 4, 6\)/,
      );
      const oneMap = normal([1, 4, 4, 6]) as tf.Tensor4D;
      const values = normal([2, 1, 4, 6]) as tf.Tensor4D;
      expect(() => ops.taylorAttention({ heads: 3, kvHeads: 1, projected: oneMap, values })).toThrow(
        /taylorAttention.*\(1, 4, 4, 6\) \(2, 1, 4, 6\)/,
      );
      expect(() => ops.crossEntropy(normal([2, 3]), ids([3], 3))).toThrow(/crossEntropy/);
    });
  },
);
