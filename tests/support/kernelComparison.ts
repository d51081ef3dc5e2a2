/** Holds an op's kernels against its composition: value and gradients, for a random gradient on the value. */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { Random } from '../../src/data/random';
import { compileAll, setKernels } from '../../src/device';

/** An op of tensors, its inputs (disposed afterwards), and how far its kernels may be off, relative to the largest entry. */
export type Comparison = [f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], tolerance?: number];

type Op = Comparison[0];

/** f at inputs and its gradients for dy, read back. */
async function valueAndGradients(f: Op, inputs: tf.Tensor[], dy: tf.Tensor): Promise<Float32Array[]> {
  const all = [tf.tidy(() => f(...inputs)), ...tf.grads(f)(inputs, dy)];
  const read = await Promise.all(all.map(async (t) => (await t.data()) as Float32Array));
  tf.dispose(all);
  return read;
}

/** The same by the composition. */
const compositions = {
  async webgpu(f: Op, inputs: tf.Tensor[], dy: tf.Tensor) {
    setKernels(false);
    try {
      return await valueAndGradients(f, inputs, dy);
    } finally {
      setKernels(true);
    }
  },
  /** Here no shader of it has to compile; f may use its inputs alone, as other tensors stay where they are. */
  async cpu(f: Op, inputs: tf.Tensor[], dy: tf.Tensor) {
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
  },
};

/**
 * Draws for one test file, and compares with what it drew.
 * @param seed of all draws, told where a comparison fails
 * @param compositionOn the backend that the composition runs on
 */
export function kernelComparison(seed: number, compositionOn: keyof typeof compositions = 'webgpu') {
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
    await compileAll(differentiate, () => {});
    for (const comparison of comparisons) await compareOne(...comparison);
  }

  async function compareOne(...[f, inputs, tolerance = 1e-4]: Comparison) {
    const shape = tf.tidy(() => f(...inputs).shape);
    const dy = normal(shape);
    const fused = await valueAndGradients(f, inputs, dy);
    const composed = await compositions[compositionOn](f, inputs, dy);
    composed.forEach((expected, n) => {
      const scale = expected.reduce((a, b) => Math.max(a, Math.abs(b)), 0.1);
      const worst = expected.reduce(
        (a, b, i) => Math.max(a, Math.abs(b - (fused[n] as Float32Array)[i]!)),
        0,
      );
      expect(worst / scale, `${n === 0 ? 'value' : `gradient ${n - 1}`}, seed ${seed}`).toBeLessThan(
        tolerance,
      );
      expect(Number.isFinite(worst)).toBe(true);
    });
    tf.dispose([dy, inputs]);
  }

  return { random, normal, compare };
}
