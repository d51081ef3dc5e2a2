/**
 * Holds an op on WebGPU against its composition in tf ops on the cpu backend, where no shader of it has to compile: value
 * and gradients, for a random gradient on the value. The adapter of the tests is a software one; the kernels that a GPU
 * gets are made to run on it too, and held against the same numbers.
 */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { Random } from '../../src/data/random';
import { compileAll, forceAdapterKind, kernelsRun } from '../../src/device';
import { relativeError } from './relativeError';

/**
 * An op of tensors, its inputs (disposed afterwards), and how far it may be off on WebGPU, relative to the largest entry.
 * What else the op needs it makes itself, as it runs on two backends.
 */
export type Comparison = [f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], tolerance?: number];

/** Does something with the kernels of each kind of adapter; once where no kernels run. */
async function forEachKind(work: (kind: string) => Promise<void>): Promise<void> {
  if (!kernelsRun()) return work('no');
  try {
    for (const kind of ['software', 'gpu'] as const) {
      forceAdapterKind(kind);
      await work(kind);
    }
  } finally {
    forceAdapterKind(null);
  }
}

/** Computes f at inputs and its gradients for dy, and reads them back. */
async function valueAndGradients(
  f: Comparison[0],
  inputs: tf.Tensor[],
  dy: tf.Tensor,
): Promise<Float32Array[]> {
  const all = [tf.tidy(() => f(...inputs)), ...tf.grads(f)(inputs, dy)];
  const read = await Promise.all(all.map(async (t) => (await t.data()) as Float32Array));
  tf.dispose(all);
  return read;
}

/** The same on the cpu backend. */
async function composed(f: Comparison[0], inputs: tf.Tensor[], dy: tf.Tensor): Promise<Float32Array[]> {
  const values = await Promise.all([...inputs, dy].map((t) => t.data()));
  await tf.setBackend('cpu');
  try {
    const copies = [...inputs, dy].map(({ shape, dtype }, n) =>
      tf.tensor(values[n] as Float32Array, shape, dtype),
    );
    const read = await valueAndGradients(f, copies.slice(0, -1), copies.at(-1) as tf.Tensor);
    tf.dispose(copies);
    return read;
  } finally {
    await tf.setBackend('webgpu');
  }
}

/**
 * Draws for one test file, and compares with what it drew.
 * @param seed of all draws, told where a comparison fails
 */
export function kernelComparison(seed: number) {
  const random = new Random(seed);
  const normal = (shape: number[], mean = 0) =>
    tf.tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => mean + random.normal()),
      shape,
    );

  /** Compares each, once the kernels of all are compiled: side by side that takes half as long as one after the other. */
  async function compare(...comparisons: Comparison[]) {
    const differentiate = () => {
      for (const [f, inputs] of comparisons) tf.grads(f)(inputs);
    };
    await forEachKind(() => compileAll(differentiate, () => {}));
    for (const comparison of comparisons) await compareOne(...comparison);
  }

  async function compareOne(...[f, inputs, tolerance = 1e-4]: Comparison) {
    const dy = normal(tf.tidy(() => f(...inputs).shape));
    const expected = await composed(f, inputs, dy);
    await forEachKind(async (kind) => {
      const actual = await valueAndGradients(f, inputs, dy);
      for (const [n, numbers] of actual.entries()) {
        const error = relativeError(numbers, expected[n] as Float32Array, 0.1);
        const what = n === 0 ? 'value' : `gradient ${n - 1}`;
        expect(error, `${what}, kernels: ${kind}, seed ${seed}`).toBeLessThan(tolerance);
      }
    });
    tf.dispose([dy, inputs]);
  }

  return { random, normal, compare };
}
