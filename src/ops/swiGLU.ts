/** The gated feed-forward (Shazeer 2020): (SiLU(x W_gate) * x W_up) W_down. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { linear } from './linear';
import { differentiable, kernelsRun, runKernel } from './webgpu/kernel';

/** @param x (..., d) @param gate (d, f) @param up (d, f) @param down (f, d) @returns (..., d) */
export function swiGLU(x: tf.Tensor, gate: tf.Tensor2D, up: tf.Tensor2D, down: tf.Tensor2D): tf.Tensor {
  if (gate.shape.join() !== up.shape.join())
    fail('swiGLU', 'needs gate and up of one shape (d, f)', gate, up);
  return tf.tidy(() => {
    const [gated, lifted] = [linear(x, gate), linear(x, up)];
    return linear(
      kernelsRun() ? fusedGate(gated, lifted) : tf.mul(tf.mul(gated, tf.sigmoid(gated)), lifted),
      down,
    );
  });
}

/** SiLU(a) * b, elementwise. */
function fusedGate(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const kernel = (name: string, inputs: Record<string, tf.Tensor>, value: string) =>
    runKernel(
      {
        name,
        inputs,
        threads: a.size,
        body: `let s = 1.0 / (1.0 + exp(-a[i])); result[i] = ${value};`,
      },
      a.shape,
    );
  return differentiable(
    [a, b],
    () => ({ value: kernel('gate', { a, b }, 'a[i] * s * b[i]'), save: [a, b] }),
    (dy, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      return [
        kernel('gateBackA', { a, b, dy }, 'dy[i] * b[i] * s * (1.0 + a[i] * (1.0 - s))'),
        kernel('gateBackB', { a, dy }, 'dy[i] * a[i] * s'),
      ];
    },
  );
}
