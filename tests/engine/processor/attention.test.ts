// Attention on the processor for every form × mask × sharing: values, gradients and maps as the composition of tf ops has them.
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { attend } from '../../../src/attention/attend';
import { attentionMap } from '../../../src/attention/composedAttention';
import { type Mask, maskFor } from '../../../src/attention/masks';
import { Random } from '../../../src/data/random';
import { attentionScratch, blockRows } from '../../../src/processor/assembly/scratch';
import { compileKernels } from '../../../src/processor/compileKernels';
import { formCode } from '../../../src/processor/forms';
import { createKernels, type KernelInstance } from '../../../src/processor/kernels';
import { Memory } from '../../../src/processor/memory';
import { simdBuild } from '../../../src/processor/simd';
import { forms, masks, sharings } from '../../support/mixings';
import { seed } from '../../support/seed';

const random = new Random(seed);
const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());

interface Shape {
  rows: number;
  mapRows: number;
  heads: number;
  kvHeads: number;
  T: number;
  headDim: number;
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** (rows, heads, T, dh) as the kernels have it: (rows · T, heads · dh). */
const byPosition = (values: Float32Array, rows: number, heads: number, { T, headDim }: Shape) =>
  moved(values, rows, heads, T, headDim);
/** And back. */
const byHead = (values: Float32Array, rows: number, heads: number, { T, headDim }: Shape) =>
  moved(values, rows, T, heads, headDim);

function moved(values: Float32Array, rows: number, a: number, b: number, n: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < a; i++) {
      for (let j = 0; j < b; j++) {
        const from = ((r * a + i) * b + j) * n;
        out.set(values.subarray(from, from + n), ((r * b + j) * a + i) * n);
      }
    }
  }
  return out;
}

function expectNear(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length, what).toBe(expected.length);
  const scale = Array.from(expected).reduce((a, b) => Math.max(a, Math.abs(b)), 0.1);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs((actual[i] as number) - (expected[i] as number)) / scale;
    if (!(off <= worst)) worst = off;
  }
  expect(worst, `${what}, seed ${seed}`).toBeLessThanOrEqual(1e-4);
}

/** What the kernels give for inputs by head, and back by head. */
function onProcessor(
  { kernels, memory }: KernelInstance,
  formId: string,
  shape: Shape,
  mask: Mask,
  [q, k, v, dOut]: [Float32Array, Float32Array, Float32Array, Float32Array],
) {
  const { rows, mapRows, heads, kvHeads, T, headDim } = shape;
  const room = new Memory(memory);
  const put = (values: Float32Array, count: number, of: number) => {
    const at = room.take(values.length);
    room.floats(at, values.length).set(byPosition(values, count, of, shape));
    return at;
  };
  const [atQ, atK] = [put(q, mapRows, heads), put(k, mapRows, kvHeads)];
  const [atV, atDOut] = [put(v, rows, kvHeads), put(dOut, rows, heads)];
  const out = room.take(dOut.length);
  const stat = room.take(mapRows * heads * T);
  const [dq, dk, dv] = [room.take(q.length), room.take(k.length), room.take(v.length)];
  const maps = room.take(heads * T * T);
  const scores = room.take(heads * T * T);
  const work = room.take(attentionScratch(T, headDim));
  const [qStride, kStride] = [heads * headDim, kvHeads * headDim];
  const sizes = (rowCount: number, mapCount: number) =>
    kernels.attentionSizes(
      formCode(formId),
      rowCount,
      mapCount,
      T,
      heads,
      kvHeads,
      headDim,
      Math.min(mask.width, T),
      qStride,
      kStride,
      kStride,
      work,
    );
  if (formId === 'linear') {
    kernels.features(atQ, qStride, mapRows * T, qStride);
    kernels.features(atK, kStride, mapRows * T, kStride);
  }
  sizes(rows, mapRows);
  kernels.attention(atQ, atK, atV, out, stat);
  kernels.attentionBack(atQ, atK, atV, out, atDOut, stat, dq, dk, dv);
  if (formId === 'linear') {
    kernels.featuresBack(dq, atQ, qStride, mapRows * T, qStride);
    kernels.featuresBack(dk, atK, kStride, mapRows * T, kStride);
  }
  const read = (at: number, n: number, count: number, of: number) =>
    byHead(room.floats(at, n).slice(), count, of, shape);
  const result = {
    out: room.floats(out, dOut.length).slice(),
    dq: read(dq, q.length, mapRows, heads),
    dk: read(dk, k.length, mapRows, kvHeads),
    dv: read(dv, v.length, rows, kvHeads),
  };
  sizes(1, 1);
  for (let h = 0; h < heads; h++) {
    kernels.packMapKeys(atQ, atK, h);
    for (let top = 0; top < T; top += blockRows) {
      const at = 4 * (h * T + top) * T;
      kernels.mapBlock(atQ, h, top, Math.min(blockRows, T - top), scores + at, maps + at, stat);
    }
  }
  const mapped = (at: number) => room.floats(at, heads * T * T).slice();
  return { ...result, scores: mapped(scores), map: mapped(maps) };
}

const shapes = [
  { rows: 2, heads: 4, kvHeads: 2, T: 21, headDim: 6 },
  { rows: 1, heads: 2, kvHeads: 2, T: 70, headDim: 16 },
  { rows: 3, heads: 2, kvHeads: 1, T: 1, headDim: 2 },
  { rows: 2, heads: 1, kvHeads: 1, T: 33, headDim: 10 },
];

/** Node 20 has no relaxed SIMD without a flag. */
const builds = [...new Set(['plain' as const, simdBuild()])];

describe.each(builds)('%s SIMD', (build) => {
  const compiled = compileKernels(build);
  it.each(forms)('$id', async ({ id }) => {
    for (const { mask } of masks) {
      for (const { shared } of sharings) {
        for (const sizes of shapes) {
          const shape: Shape = { ...sizes, mapRows: shared ? 1 : sizes.rows };
          const { rows, mapRows, heads, kvHeads, T, headDim } = shape;
          const q = normals(mapRows * heads * T * headDim);
          const k = normals(mapRows * kvHeads * T * headDim);
          const v = normals(rows * kvHeads * T * headDim);
          const dOut = normals(rows * heads * T * headDim);
          const where = `${id}, window ${mask.width}, ${JSON.stringify(shape)}`;
          const actual = onProcessor(await createKernels(await compiled), id, shape, mask, [q, k, v, dOut]);
          const expected = tf.tidy(() => {
            const projected = tf.concat(
              [tf.tensor4d(q, [mapRows, heads, T, headDim]), tf.tensor4d(k, [mapRows, kvHeads, T, headDim])],
              1,
            );
            const values = tf.tensor4d(v, [rows, kvHeads, T, headDim]);
            const mix = (qk: tf.Tensor, given: tf.Tensor) =>
              attend(
                id,
                { heads, kvHeads, projected: qk as tf.Tensor4D, values: given as tf.Tensor4D },
                maskFor(mask, T),
              );
            const mixed = mix(projected, values);
            const dy = tf.tensor(byPosition(dOut, rows, heads, shape), mixed.shape);
            const [dqk, dValues] = tf.grads(mix)([projected, values], dy) as [tf.Tensor, tf.Tensor];
            const { scores, map } = attentionMap(
              id,
              {
                heads,
                kvHeads,
                projected: tf.slice(projected, [0], [1]) as tf.Tensor4D,
                values: tf.slice(values, [0], [1]) as tf.Tensor4D,
              },
              mask,
            );
            const [dq, dk] = tf.split(dqk, [heads, kvHeads], 1) as [tf.Tensor, tf.Tensor];
            return Object.fromEntries(
              Object.entries({ out: mixed, dq, dk, dv: dValues, scores, map }).map(([name, t]) => [
                name,
                t.dataSync(),
              ]),
            );
          });
          for (const [name, values] of Object.entries(actual))
            expectNear(`${where}: ${name}`, values, expected[name] as Float32Array);
        }
      }
    }
  });
});
