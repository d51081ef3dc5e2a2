/** The gated feed-forward (Shazeer 2020): (SiLU(x W_gate) * x W_up) W_down. */
import * as tf from '@tensorflow/tfjs';
import { kernelsRun } from '../device/adapter';
import { differentiable, runForResult } from '../device/kernel';
import { fail } from './checks';
import { linear } from './projections';
import { multiply, multiplyTransposed, outerProducts, sideBySide } from './webgpu/matmul';

/**
 * Computes (SiLU(x W_gate) * x W_up) W_down + residual.
 * @param x (..., d) @param gate (d, f) @param up (d, f) @param down (f, out)
 * @param residual (..., out)
 * @returns (..., out)
 * @throws Error where the shapes do not fit each other
 */
export function swiGLU(
  x: tf.Tensor,
  gate: tf.Tensor2D,
  up: tf.Tensor2D,
  down: tf.Tensor2D,
  residual?: tf.Tensor,
): tf.Tensor {
  const [d, hidden] = gate.shape;
  if (x.shape[x.rank - 1] !== d || gate.shape.join() !== up.shape.join() || down.shape[0] !== hidden)
    fail('swiGLU', 'needs x (..., d), gate and up (d, f), down (f, out)', x, gate, up, down);
  return tf.tidy(() =>
    linear(kernelsRun() ? fusedGate(x, gate, up) : composedGate(x, gate, up), down, { residual }),
  );
}

function composedGate(x: tf.Tensor, gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor {
  const gated = linear(x, gate);
  return tf.mul(tf.mul(gated, tf.sigmoid(gated)), linear(x, up));
}

/** SiLU(x W_gate) * x W_up with both products in one kernel, their columns side by side. */
function fusedGate(x: tf.Tensor, gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor {
  const [d, f] = gate.shape;
  const rows = x.size / d;
  const by4 = f % 4 === 0;
  /** A kernel over the hidden entries, four at a time where the rows allow; a and b are an entry of either product. */
  const entries = (name: string, inputs: Record<string, tf.Tensor>, width: number, write: string) => {
    const perRow = by4 ? f / 4 : f;
    return runForResult(
      {
        name,
        inputs,
        vec4: by4 ? [...Object.keys(inputs), 'result'] : [],
        sizes: { perRow },
        threads: rows * perRow,
        body: `
          let at = (i / perRow) * 2 * perRow + i % perRow;
          let a = both[at];
          let b = both[at + perRow];
          let s = 1.0 / (1.0 + exp(-a));
          ${write.replaceAll('UP', 'at + perRow')}`,
      },
      [rows, width],
    );
  };
  const hidden = differentiable(
    [tf.reshape(x, [rows, d]), gate, up],
    () => {
      const { weights } = sideBySide([gate, up]);
      const both = multiply(x, rows, weights);
      const value = entries('gate', { both }, f, 'result[i] = a * s * b;');
      return { value, save: [x, weights, both] };
    },
    (dy, saved) => {
      const [x, weights, both] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const back = 'result[at] = dy[i] * b * s * (1.0 + a * (1.0 - s)); result[UP] = dy[i] * a * s;';
      const dBoth = entries('gateBack', { both, dy }, 2 * f, back);
      const { products } = outerProducts(x, dBoth, rows, [f, f]);
      return [multiplyTransposed(dBoth, rows, weights), ...products];
    },
  );
  return tf.reshape(hidden, [...x.shape.slice(0, -1), f]);
}
