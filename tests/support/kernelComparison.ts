/** Holds an op's kernels against its composition: value and gradients, for a random gradient on the value. */
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { Random } from '../../src/data/random';
import { compileAll } from '../../src/device';

/** An op of tensors, its inputs (disposed afterwards), and how far its kernels may be off, relative to the largest entry. */
export type Comparison = [f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], tolerance?: number];

/** Draws for one test file, and compares with what it drew. @param seed of all draws, told where a comparison fails */
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
    await compileAll(differentiate, () => {});
    for (const comparison of comparisons) await compareOne(...comparison);
  }

  async function compareOne(...[f, inputs, tolerance = 1e-4]: Comparison) {
    const shape = tf.tidy(() => f(...inputs).shape);
    const dy = normal(shape);
    const values = await Promise.all(inputs.map((t) => t.data()));
    const run = async (on: tf.Tensor[], gradient: tf.Tensor) => {
      const all = [tf.tidy(() => f(...on)), ...tf.grads(f)(on, gradient)];
      const read = await Promise.all(all.map(async (t) => (await t.data()) as Float32Array));
      tf.dispose(all);
      return read;
    };
    const fused = await run(inputs, dy);
    const gradient = await dy.data();
    // The composition is the same on any backend, and here no shader of it has to compile.
    await tf.setBackend('cpu');
    const copies = inputs.map(({ shape, dtype }, n) => tf.tensor(values[n] as Float32Array, shape, dtype));
    const copiedGradient = tf.tensor(gradient as Float32Array, shape);
    const composed = await run(copies, copiedGradient);
    tf.dispose([copies, copiedGradient]);
    await tf.setBackend('webgpu');
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
