/** Attention by a score of the key position, as three scans over the positions: forward, and back for values and scores. */
import type * as tf from '@tensorflow/tfjs';
import type { AttentionSizes } from '../checks';
import { differentiable, runKernel } from './kernel';
import { outputDots } from './mapAttention';

/**
 * With L_i = log Σ_{j ≤ i} e^{s_j}, out_i = e^{L_{i−1} − L_i} out_{i−1} + e^{s_i − L_i} v_i. Backward, with
 * U_j = dy_j + e^{L_j − L_{j+1}} U_{j+1} and W_j the same of dy·out: dv_j = e^{s_j − L_j} U_j and
 * ds_j = e^{s_j − L_j} (U_j·v_j − W_j). Every exponent is at most 0.
 */
export function fusedKeyAttention(
  sizes: AttentionSizes,
  q: tf.Tensor4D,
  k: tf.Tensor4D,
  v: tf.Tensor4D,
): tf.Tensor3D {
  const { rows, mapRows, heads, kvHeads, T, headDim } = sizes;
  const declarations = `
    const heads = ${heads}; const kvHeads = ${kvHeads}; const group = ${heads / kvHeads};
    const T = ${T}; const D = ${headDim}; const scale = ${1 / Math.sqrt(headDim)};`;
  const mapRowOf = (row: string) => (mapRows === 1 ? '0' : row);
  return differentiable(
    [q, k, v],
    () => {
      const scores = runKernel(
        {
          name: 'keyScores',
          declarations,
          inputs: { q, k },
          threads: mapRows * heads * T,
          body: scoreOfPosition,
        },
        [mapRows, heads, T],
      );
      const logSums = runKernel(
        { name: 'keyLogSums', declarations, inputs: { scores }, threads: mapRows * heads, body: logSumScan },
        [mapRows, heads, T],
      );
      const value = runKernel<tf.Rank.R3>(
        {
          name: 'keyForward',
          declarations,
          inputs: { scores, logSums, v },
          threads: rows * heads * headDim,
          body: `
            let c = i % D; let h = (i / D) % heads; let row = i / D / heads;
            let stats = (${mapRowOf('row')} * heads + h) * T;
            let values = (row * kvHeads + h / group) * T;
            var out = 0.0;
            for (var t = 0; t < T; t++) {
              let keep = select(0.0, exp(logSums[stats + max(t, 1) - 1] - logSums[stats + t]), t > 0);
              out = keep * out + exp(scores[stats + t] - logSums[stats + t]) * v[(values + t) * D + c];
              result[((row * T + t) * heads + h) * D + c] = out;
            }`,
        },
        [rows, T, heads * headDim],
      );
      return { value, save: [q, k, v, scores, logSums, value] };
    },
    (dy, saved) => {
      const [q, k, v, scores, logSums, out] = saved as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const inner = outputDots(sizes, dy, out);
      const keepNext = 'select(0.0, exp(logSums[stats + t] - logSums[stats + min(t + 1, T - 1)]), t + 1 < T)';
      const dv = runKernel(
        {
          name: 'keyBackV',
          declarations,
          inputs: { scores, logSums, dy },
          threads: rows * kvHeads * headDim,
          body: `
            let c = i % D; let kvHead = (i / D) % kvHeads; let row = i / D / kvHeads;
            for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
              let stats = (${mapRowOf('row')} * heads + h) * T;
              var u = 0.0;
              for (var t = T - 1; t >= 0; t--) {
                u = dy[((row * T + t) * heads + h) * D + c] + ${keepNext} * u;
                let to = ((row * kvHeads + kvHead) * T + t) * D + c;
                let before = select(result[to], 0.0, h == kvHead * group);
                result[to] = before + exp(scores[stats + t] - logSums[stats + t]) * u;
              }
            }`,
        },
        v.shape,
      );
      const ds = runKernel(
        {
          name: 'keyBackScores',
          declarations,
          inputs: { scores, logSums, v, dy, inner },
          threads: mapRows * heads,
          body: `
            let h = i % heads;
            let stats = i * T;
            for (var row = ${mapRows === 1 ? '0' : 'i / heads'}; row < ${mapRows === 1 ? rows : 'i / heads + 1'}; row++) {
              var u : array<f32, D>;
              var w = 0.0;
              for (var t = T - 1; t >= 0; t--) {
                let keep = ${keepNext};
                var along = 0.0;
                for (var c = 0; c < D; c++) {
                  u[c] = dy[((row * T + t) * heads + h) * D + c] + keep * u[c];
                  along += u[c] * v[((row * kvHeads + h / group) * T + t) * D + c];
                }
                w = inner[(row * heads + h) * T + t] + keep * w;
                let before = select(0.0, result[stats + t], ${mapRows === 1 ? 'row > 0' : 'false'});
                result[stats + t] = before + exp(scores[stats + t] - logSums[stats + t]) * (along - w);
              }
            }`,
        },
        scores.shape,
      );
      const dq = runKernel(
        {
          name: 'keyBackQ',
          declarations,
          inputs: { q, k, ds },
          threads: q.size,
          body: `
            let c = i % D; let t = (i / D) % T; let h = (i / D / T) % heads; let row = i / D / T / heads;
            let s = 1.0 / (1.0 + exp(-q[i]));
            let key = k[((row * kvHeads + h / group) * T + t) * D + c];
            result[i] = ds[i / D] * key * s * (1.0 + q[i] * (1.0 - s)) * scale;`,
        },
        q.shape,
      );
      const dk = runKernel(
        {
          name: 'keyBackK',
          declarations,
          inputs: { q, ds },
          threads: k.size,
          body: `
            let c = i % D; let t = (i / D) % T; let kvHead = (i / D / T) % kvHeads; let row = i / D / T / kvHeads;
            var sum = 0.0;
            for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
              let at = (row * heads + h) * T + t;
              let query = q[at * D + c];
              sum += ds[at] * query / (1.0 + exp(-query));
            }
            result[i] = sum * scale;`,
        },
        k.shape,
      );
      return [dq, dk, dv];
    },
  );
}

const scoreOfPosition = `
  let t = i % T; let h = (i / T) % heads; let row = i / T / heads;
  var sum = 0.0;
  for (var c = 0; c < D; c++) {
    let query = q[i * D + c];
    sum += query / (1.0 + exp(-query)) * k[((row * kvHeads + h / group) * T + t) * D + c];
  }
  result[i] = sum * scale;`;

const logSumScan = `
  var largest = -3.0e38;
  var sum = 0.0;
  for (var t = 0; t < T; t++) {
    let s = scores[i * T + t];
    let next = max(largest, s);
    sum = sum * exp(largest - next) + exp(s - next);
    largest = next;
    result[i * T + t] = largest + log(sum);
  }`;
