/** RMSNorm (Zhang & Sennrich 2019): x / sqrt(mean(x²) + eps) · g. */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { differentiable, kernelsRun, runKernel } from './webgpu/kernel';

/** @param x (..., d) @param gain (d) @returns (..., d) */
export function rmsNorm(x: tf.Tensor, gain: tf.Tensor1D, eps: number): tf.Tensor {
  if (x.shape[x.rank - 1] !== gain.shape[0]) fail('rmsNorm', 'needs x (..., d) and gain (d)', x, gain);
  if (kernelsRun()) return fusedNorm(x, gain, eps);
  return tf.tidy(() => {
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), eps));
    return tf.mul(tf.mul(x, scale), gain);
  });
}

function fusedNorm(x: tf.Tensor, gain: tf.Tensor1D, eps: number): tf.Tensor {
  const d = gain.size;
  const rows = x.size / d;
  return differentiable(
    [x, gain],
    () => {
      const scale = runKernel({ name: 'rmsScale', inputs: { x }, threads: rows, body: scaleOfRow(d, eps) }, [
        rows,
      ]);
      const value = runKernel(
        {
          name: 'rmsApply',
          inputs: { x, scale, gain },
          threads: x.size,
          body: `result[i] = x[i] * scale[i / ${d}] * gain[i % ${d}];`,
        },
        x.shape,
      );
      return { value, save: [x, gain, scale] };
    },
    (dy, saved) => {
      const [x, gain, scale] = saved as [tf.Tensor, tf.Tensor1D, tf.Tensor];
      const dx = runKernel(
        { name: 'rmsBackX', inputs: { x, scale, gain, dy }, threads: rows, body: backwardOfRow(d) },
        x.shape,
      );
      const dGain = runKernel(
        {
          name: 'rmsBackGain',
          inputs: { x, scale, dy },
          threads: d,
          body: `
            var sum = 0.0;
            for (var r = 0; r < ${rows}; r++) { sum += dy[r * ${d} + i] * x[r * ${d} + i] * scale[r]; }
            result[i] = sum;`,
        },
        [d],
      );
      return [dx, dGain];
    },
  );
}

const scaleOfRow = (d: number, eps: number) => `
  var sum = 0.0;
  for (var c = 0; c < ${d}; c++) { let v = x[i * ${d} + c]; sum += v * v; }
  result[i] = inverseSqrt(sum / ${d}.0 + ${eps.toExponential()});`;

/** dx = r (g dy − x r² mean(g dy x)), r the row's scale. */
const backwardOfRow = (d: number) => `
  let r = scale[i];
  var sum = 0.0;
  for (var c = 0; c < ${d}; c++) { sum += gain[c] * dy[i * ${d} + c] * x[i * ${d} + c]; }
  let pull = sum * r * r / ${d}.0;
  for (var c = 0; c < ${d}; c++) {
    result[i * ${d} + c] = r * (gain[c] * dy[i * ${d} + c] - x[i * ${d} + c] * pull);
  }`;
