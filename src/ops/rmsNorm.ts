/** RMSNorm (Zhang & Sennrich 2019): x / sqrt(mean(x²) + eps) · g. */
import * as tf from '@tensorflow/tfjs';
import { kernelsRun } from '../device/adapter';
import { differentiable, rowKernel, runKernel } from '../device/kernel';
import { fail } from './checks';

/**
 * Normalises each row by its root mean square.
 * @param x (..., d) @param gain (d)
 * @returns (..., d)
 * @throws Error where the widths differ
 */
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
  const sizes = { d, rows };
  return differentiable(
    [x, gain],
    () => {
      const { value, scale } = runKernel(
        rowKernel({
          name: 'rmsNorm',
          inputs: { x, gain },
          outputs: { value: x.shape, scale: [rows] },
          rows,
          sizes,
          body: `
            var squares = 0.0;
            for (var c = lane; c < d; c += lanes) { let v = x[row * d + c]; squares += v * v; }
            let r = inverseSqrt(rowSum(squares) / f32(d) + ${eps.toExponential()});
            for (var c = lane; c < d; c += lanes) { value[row * d + c] = x[row * d + c] * r * gain[c]; }
            if (lane == 0) { scale[row] = r; }`,
        }),
      );
      return { value, save: [x, gain, scale] };
    },
    (dy, saved) => {
      const [x, gain, scale] = saved as [tf.Tensor, tf.Tensor1D, tf.Tensor];
      // dx = r (g dy − x r² mean(g dy x)), r the row's scale. The gain's gradient needs none of it: one dispatch has both.
      const { dx, dGain } = runKernel(
        rowKernel({
          name: 'rmsNormBack',
          inputs: { x, scale, gain, dy },
          outputs: { dx: x.shape, dGain: [d] },
          rows: rows + d,
          sizes,
          body: `
            if (row < rows) {
              let r = scale[row];
              var along = 0.0;
              for (var c = lane; c < d; c += lanes) { along += gain[c] * dy[row * d + c] * x[row * d + c]; }
              let pull = rowSum(along) * r * r / f32(d);
              for (var c = lane; c < d; c += lanes) {
                dx[row * d + c] = r * (gain[c] * dy[row * d + c] - x[row * d + c] * pull);
              }
            } else {
              let c = row - rows;
              var sum = 0.0;
              for (var r = lane; r < rows; r += lanes) { sum += dy[r * d + c] * x[r * d + c] * scale[r]; }
              let total = rowSum(sum);
              if (lane == 0) { dGain[c] = total; }
            }`,
        }),
      );
      return [dx, dGain];
    },
  );
}
