// Attention of every form × mask × source: kernels = composition = decoder = map, on shapes that fit no tile.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attend } from '../../src/attention/attend';
import { attentionMap } from '../../src/attention/composedAttention';
import { headMixer } from '../../src/attention/decoding';
import { engineOf } from '../../src/attention/forms/engines';
import type { HeadGroup } from '../../src/attention/headGroup';
import {
  type AttentionHeads,
  attentionSizes,
  repeatHeads,
  timesValues,
  unpackHeads,
} from '../../src/attention/heads';
import {
  forceSoftwareBlock,
  type SoftwareBlock,
  softwareBlock,
} from '../../src/attention/kernels/attentionCode';
import { causal, type Mask, maskFor, windowMask } from '../../src/attention/masks';
import { projectHeads } from '../../src/attention/projectHeads';
import { compileAll, setKernels } from '../../src/device';
import { type Comparison, kernelComparison } from '../support/kernelComparison';
import { forms, masks, sharings } from '../support/mixings';
import { seed } from '../support/seed';
import { drawnHeadDim } from './headDim';

const { random, normal, compare } = kernelComparison(seed);

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

/** Forms whose kernels take blocks of positions, and those whose kernels scan. */
const [inBlocks, scanning] = [
  ['softmax', 'taylor'],
  ['key', 'linear'],
];

/**
 * Each as small as what it is there for allows, and few sizes of heads: each size has kernels of its own, and those
 * unrolled for long heads compile for a minute.
 */
const attentionShapes: (Shape & { of?: string[]; block?: SoftwareBlock })[] = [
  { rows: 1, heads: 1, kvHeads: 1, T: 1, headDim: 6 },
  { rows: 3, heads: 4, kvHeads: 2, T: 7, headDim: 6 },
  { rows: 2, heads: 2, kvHeads: 2, T: 64, headDim: 8 },
  { rows: 1, heads: 2, kvHeads: 1, T: 37, headDim: 64, of: scanning },
  // An end that fills no block; blocks of two are under the masks. A block is unrolled by its positions times a head's entries.
  { rows: 2, heads: 4, kvHeads: 2, T: 27, headDim: 4, of: inBlocks, block: 4 },
];

/** One map for all rows: single, prime and odd counts, lengths that are no multiple of four, grouped heads. */
const sharedShapes: (Shape & { block?: SoftwareBlock })[] = [
  { rows: 2, heads: 1, kvHeads: 1, T: 1, headDim: 6 },
  { rows: 7, heads: 3, kvHeads: 1, T: 5, headDim: 6 },
  { rows: 3, heads: 4, kvHeads: 2, T: 19, headDim: 8 },
  { rows: 2, heads: 5, kvHeads: 5, T: 31, headDim: 14 },
  { rows: 9, heads: 2, kvHeads: 1, T: 13, headDim: 32 },
  { rows: 2, heads: 6, kvHeads: 2, T: 66, headDim: 8 },
  // Blocks of 8 and of 16 positions, and an end that fills none.
  { rows: 3, heads: 4, kvHeads: 4, T: 32, headDim: 8, block: 2 },
  { rows: 3, heads: 2, kvHeads: 2, T: 64, headDim: 32, block: 4 },
  { rows: 3, heads: 4, kvHeads: 2, T: 45, headDim: 32, block: 4 },
];

interface Shape {
  rows: number;
  heads: number;
  kvHeads: number;
  T: number;
  headDim: number;
}

/** Compares, on a software adapter with blocks of this size, which a comparison of little work would not have by itself. */
async function compareInBlocks(block: SoftwareBlock | null, ...comparisons: Comparison[]) {
  forceSoftwareBlock(block);
  try {
    await compare(...comparisons);
  } finally {
    forceSoftwareBlock(null);
  }
}

/** Queries, keys and values in one tensor. */
const together = (
  formId: string,
  { rows, heads, kvHeads, T, headDim }: Shape,
  mask: Mask = causal,
): Comparison => [
  (qkv) => attend(formId, { heads, kvHeads, projected: qkv as tf.Tensor4D }, mask),
  [normal([rows, heads + 2 * kvHeads, T, headDim])],
];

/** Values in a tensor of their own. @param mapRows rows of queries and keys: as many, or 1 for one map */
const apart = (
  formId: string,
  { rows, heads, kvHeads, T, headDim }: Shape,
  mapRows: number,
  mask: Mask = causal,
): Comparison => [
  (qk, v) => attend(formId, { heads, kvHeads, projected: qk as tf.Tensor4D, values: v as tf.Tensor4D }, mask),
  [normal([mapRows, heads + kvHeads, T, headDim]), normal([rows, kvHeads, T, headDim])],
];

/** Form, mask and source of a case. */
const keyOf = (formId: string, mask: Mask, shared: boolean) => `${formId} ${mask.width} ${shared}`;
/** The cases that kernels cover. Elsewhere `attend` is a composition, on WebGPU as on cpu. */
const covered = new Set<string>();
/** Masks are about positions: their kernels are of short heads, which are unrolled least. */
const small = { rows: 2, heads: 4, kvHeads: 2, T: 21, headDim: drawnHeadDim };

beforeAll(async () => {
  const { rows, heads, kvHeads, T, headDim } = small;
  const ask = () => {
    for (const { id } of forms)
      for (const { mask } of masks)
        for (const { shared } of sharings) {
          const projected = normal([shared ? 1 : rows, heads + kvHeads, T, headDim]) as tf.Tensor4D;
          const input = {
            heads,
            kvHeads,
            projected,
            values: normal([rows, kvHeads, T, headDim]) as tf.Tensor4D,
          };
          if (engineOf(id).kernel?.(attentionSizes(id, input), input, maskFor(mask, T)))
            covered.add(keyOf(id, mask, shared));
        }
  };
  await compileAll(ask, () => {});
});

/** Every source of a form's case that kernels cover, or every one that they do not. */
function cases(formId: string, shape: Shape, mask: Mask, byKernels: boolean): Comparison[] {
  return sharings
    .filter(({ shared }) => covered.has(keyOf(formId, mask, shared)) === byKernels)
    .flatMap(({ shared }) =>
      shared
        ? [apart(formId, shape, 1, mask)]
        : [together(formId, shape, mask), apart(formId, shape, shape.rows, mask)],
    );
}

describe(`kernels against compositions, seed ${seed}`, () => {
  it('cover every form under a causal mask, and windows and one map for all rows where they say so', () => {
    for (const { id } of forms) expect(covered).toContain(keyOf(id, causal, false));
    for (const id of inBlocks) expect(covered).toContain(keyOf(id, windowMask(3), false));
    for (const id of ['softmax', 'key']) expect(covered).toContain(keyOf(id, causal, true));
  });

  const rotated = [10_000, 10_000, undefined];
  it.each([
    { T: 1, heads: 1, kvHeads: 1, headDim: 2, norm: [0, 1], bias: [], rope: rotated },
    { T: 5, heads: 3, kvHeads: 1, headDim: 6, norm: [0, 1], bias: [0, 1, 2], rope: rotated },
    { T: 7, heads: 4, kvHeads: 2, headDim: 8, norm: [], bias: [0, 1, 2], rope: rotated },
    { T: 64, heads: 4, kvHeads: 4, headDim: 16, norm: [0, 1], bias: [0, 1, 2], rope: rotated },
    // What a group has is its own, whatever the first one has.
    { T: 9, heads: 2, kvHeads: 1, headDim: 8, norm: [0, 1], bias: [], rope: [10_000, 50, undefined] },
    { T: 9, heads: 2, kvHeads: 1, headDim: 6, norm: [], bias: [1], rope: [50, 10_000, 500] },
    { T: 9, heads: 1, kvHeads: 2, headDim: 8, norm: [2], bias: [0, 2], rope: [undefined, 50, 10_000] },
    { T: 9, heads: 2, kvHeads: 2, headDim: 4, norm: [0, 1, 2], bias: [2], rope: [undefined, undefined, 50] },
  ])('projectHeads %o', async ({ T, heads, kvHeads, headDim, norm, bias, rope }) => {
    const d = heads * headDim;
    const counts = [heads, kvHeads, kvHeads];
    const weights = counts.map((count) => normal([d, count * headDim]));
    const biases = bias.map((n) => normal([(counts[n] as number) * headDim]));
    const gains = norm.map(() => normal([headDim], 1));
    await compare([
      (x, ...rest) => {
        const groups = counts.map(
          (count, n): HeadGroup => ({
            heads: count,
            weight: rest[n] as tf.Tensor2D,
            bias: bias.includes(n) ? (rest[3 + bias.indexOf(n)] as tf.Tensor1D) : undefined,
            normGain: norm.includes(n)
              ? (rest[3 + biases.length + norm.indexOf(n)] as tf.Tensor1D)
              : undefined,
            ropeTheta: rope[n],
          }),
        );
        return projectHeads(x as tf.Tensor3D, groups, 1e-6);
      },
      [normal([2, T, d]), ...weights, ...biases, ...gains],
    ]);
  });

  it.each(attentionShapes)('a map for each row %o', async ({ of, block = null, ...shape }) => {
    const chosen = forms.filter(({ id }) => of?.includes(id) ?? true);
    // Where the values stand does not depend on the length: both places are under the masks and in random shapes too.
    const isShort = shape.T < 20;
    await compareInBlocks(
      block,
      ...chosen.flatMap(({ id }) => [
        together(id, shape),
        ...(isShort ? [apart(id, shape, shape.rows)] : []),
      ]),
    );
  });

  it.each(sharedShapes)('one map for all rows %o', async ({ block = null, ...shape }) => {
    const chosen = forms.filter(({ id }) => covered.has(keyOf(id, causal, true)));
    await compareInBlocks(block, ...chosen.map(({ id }) => apart(id, shape, 1)));
  });

  it.each(masks)('under the mask $name', async ({ mask }) => {
    await compare(...forms.flatMap(({ id }) => cases(id, small, mask, true)));
    // An end that fills no block.
    const odd = { rows: 2, heads: 4, kvHeads: 2, T: 21, headDim: 4 };
    const inBlock = (id: string) => (mask === causal ? together(id, odd) : apart(id, odd, odd.rows, mask));
    await compareInBlocks(2, ...inBlocks.map(inBlock));
  });

  it('blocks of a software adapter are larger where there is more to do', () => {
    expect([1, 999_999, 1e6, 9_999_999, 1e7, 1e9].map(softwareBlock)).toEqual([1, 1, 2, 2, 4, 4]);
  });

  it('random shapes', async () => {
    const upTo = (n: number) => 1 + random.int(n);
    const [rows, kvHeads, T] = [upTo(4), upTo(2), upTo(30)];
    const shape = { rows, heads: kvHeads * upTo(3), kvHeads, T, headDim: drawnHeadDim };
    await compare(...forms.flatMap(({ id }) => cases(id, shape, causal, true)));
  });

  it('the key-only form with scores beyond 10³', async () => {
    const [f] = apart('key', { rows: 1, heads: 2, kvHeads: 2, T: 20, headDim: 4 }, 1);
    // The largest scores lie between 10³ and 4·10³, where float32 has steps of up to 2.5·10⁻⁴: the limit is twenty of them.
    await compare([f, [tf.mul(normal([1, 4, 20, 4]), 25), normal([1, 2, 20, 4])], 5e-3]);
  });

  it('projectHeads refuses groups that do not fit, whichever it is', () => {
    const x = normal([1, 3, 8]) as tf.Tensor3D;
    const group = (change: Partial<HeadGroup> = {}): HeadGroup => ({
      heads: 2,
      weight: normal([8, 8]) as tf.Tensor2D,
      ...change,
    });
    const wrong: HeadGroup[] = [
      group({ heads: 4 }),
      group({ weight: normal([8, 4]) as tf.Tensor2D }),
      group({ bias: normal([4]) as tf.Tensor1D }),
      group({ normGain: normal([8]) as tf.Tensor1D }),
    ];
    for (const other of wrong)
      for (const groups of [
        [other, group()],
        [group(), other],
      ])
        expect(() => projectHeads(x, groups, 1e-6)).toThrow(/projectHeads: needs/);
    const odd = group({ heads: 8 });
    expect(() => projectHeads(x, [odd], 1e-6)).toThrow(/even headDim/);
  });

  it('refuses wrong shapes by name', () => {
    const projected = normal([2, 4, 4, 6]) as tf.Tensor4D;
    for (const { id } of forms)
      expect(() => attend(id, { heads: 3, kvHeads: 1, projected }, causal)).toThrow(
        new RegExp(`${id} attention.*\\(2, 4, 4, 6\\)`),
      );
  });
});

describe(`compositions on WebGPU where no kernels are, seed ${seed}`, () => {
  beforeAll(() => setKernels(false));
  afterAll(() => setKernels(true));

  it.each(masks)('under the mask $name', async ({ mask }) => {
    await compare(...forms.flatMap(({ id }) => cases(id, small, mask, false)));
  });
});

/** Largest difference of two tensors, relative to the largest entry. */
async function difference(a: tf.Tensor, b: tf.Tensor): Promise<number> {
  const [x, y] = [(await a.data()) as Float32Array, (await b.data()) as Float32Array];
  expect(a.shape).toEqual(b.shape);
  const scale = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0.1);
  return x.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (y[i] as number))), 0) / scale;
}

describe.each(forms)('$id', ({ id }) => {
  const form = forms.find((f) => f.id === id)!;
  const { rows, heads, kvHeads, headDim } = small;
  const T = 23;
  it.each(masks.flatMap((m) => sharings.map((s) => ({ ...m, ...s, name: `${m.name}, ${s.name}` }))))(
    `$name: attention = map · values = decoder, seed ${seed}`,
    async ({ mask, shared }) => {
      const input: AttentionHeads = {
        heads,
        kvHeads,
        projected: normal([shared ? 1 : rows, heads + kvHeads, T, headDim]) as tf.Tensor4D,
        values: normal([rows, kvHeads, T, headDim]) as tf.Tensor4D,
      };
      const mixed = attend(id, input, mask);
      const throughMap = tf.tidy(() => {
        const { map } = attentionMap(id, input, mask);
        const out = timesValues(map, repeatHeads(unpackHeads(input).v, heads / kvHeads));
        return tf.reshape(tf.transpose(out, [0, 2, 1, 3]), [rows, T, heads * headDim]);
      });
      expect(await difference(mixed, throughMap)).toBeLessThan(1e-4);

      const [qk, v] = [await input.projected.array(), await input.values!.array()];
      const decoded = v.map((_, r) => {
        const mixPosition = headMixer(form, maskFor(mask, T), { dModel: heads * headDim, heads, kvHeads });
        const ofHeads = (of: number[][][], from: number, count: number, t: number) =>
          Float32Array.from(of.slice(from, from + count).flatMap((head) => head[t] as number[]));
        const own = qk[shared ? 0 : r] as number[][][];
        return Array.from({ length: T }, (_, t) =>
          Array.from(
            mixPosition(
              { q: ofHeads(own, 0, heads, t), k: ofHeads(own, heads, kvHeads, t) },
              ofHeads(v[r] as number[][][], 0, kvHeads, t),
            ),
          ),
        );
      });
      const decodedTensor = tf.tensor3d(decoded);
      expect(await difference(mixed, decodedTensor)).toBeLessThan(1e-4);
      tf.dispose([mixed, throughMap, decodedTensor, input.projected, input.values!]);
    },
  );
});
