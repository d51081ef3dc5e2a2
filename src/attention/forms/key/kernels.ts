/**
 * Attention by a score of the key position, in linear time, as scans over the positions. With L_i = log Σ_{j ≤ i}
 * e^{s_j}, out_i = e^{L_{i−1} − L_i} out_{i−1} + e^{s_i − L_i} v_i. Backward, with U_j = dy_j + e^{L_j − L_{j+1}} U_{j+1}
 * and W_j the same of dy·out: dv_j = e^{s_j − L_j} U_j and ds_j = dv_j·v_j − e^{s_j − L_j} W_j. Every exponent is at most
 * 0.
 */
import type * as tf from '@tensorflow/tfjs';
import { differentiable, runForResult, runKernel } from '../../../device/kernel';
import type { AttentionHeads, AttentionSizes } from '../../heads';
import { attentionCode } from '../../kernels/attentionCode';

/** Mixes values under a causal mask: (R, T, h·dh). Differentiable. */
export function keyAttentionKernels(
  sizes: AttentionSizes,
  { projected, values }: AttentionHeads,
): tf.Tensor3D {
  const { rows, mapRows, heads, kvHeads, T, headDim } = sizes;
  const code = attentionCode(sizes, values !== undefined);
  const { declarations, vec4, sizes: codeSizes } = code;
  const perRow = code.entries.length;
  const shared = mapRows !== rows;
  const mapRowOf = (row: string) => (shared ? '0' : row);
  const kernel = (name: string, inputs: Record<string, tf.Tensor>, threads: number, body: string) => ({
    name: `key${name}`,
    declarations,
    sizes: codeSizes,
    vec4: vec4.length > 0 ? [...vec4, 'dValueHeads'] : [],
    inputs,
    threads,
    body,
  });
  return differentiable(
    values ? [projected, values] : [projected],
    () => {
      const valueInputs: Record<string, tf.Tensor> = values ? { projected, values } : { projected };
      const scores = runForResult(kernel('Scores', { projected }, mapRows * heads * T, scoreOf(code)), [
        mapRows,
        heads,
        T,
      ]);
      const logSums = runForResult(kernel('LogSums', { scores }, mapRows * heads, logSumScan), [
        mapRows,
        heads,
        T,
      ]);
      const { out } = runKernel({
        ...kernel(
          'Forward',
          { scores, logSums, ...valueInputs },
          rows * heads * perRow,
          `let c = i % D; let h = (i / D) % heads; let row = i / D / heads;
           let stats = (${mapRowOf('row')} * heads + h) * T;
           var mixed = Entry();
           for (var t = 0; t < T; t++) {
             let decay = select(0.0, exp(logSums[stats + max(t, 1) - 1] - logSums[stats + t]), t > 0);
             mixed = decay * mixed + exp(scores[stats + t] - logSums[stats + t]) * ${code.valueBuffer}[${code.value('row', 't')} + c];
             out[${code.mixed('row', 't')} + c] = mixed;
           }`,
        ),
        outputs: { out: [rows, T, heads * headDim] },
      });
      const save = [projected, scores, logSums, out, ...(values ? [values] : [])];
      return { value: out as tf.Tensor3D, save };
    },
    (dy, saved) => {
      const [projected, scores, logSums, out, values] = saved as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor?,
      ];
      const decayNext =
        'select(0.0, exp(logSums[stats + t] - logSums[stats + min(t + 1, T - 1)]), t + 1 < T)';
      const { dValueHeads } = runKernel({
        ...kernel(
          'BackValues',
          { scores, logSums, dy },
          rows * heads * perRow,
          `let c = i % D; let h = (i / D) % heads; let row = i / D / heads;
           let stats = (${mapRowOf('row')} * heads + h) * T;
           var u = Entry();
           for (var t = T - 1; t >= 0; t--) {
             u = dy[${code.mixed('row', 't')} + c] + ${decayNext} * u;
             dValueHeads[(${code.perQuery('row', 't')}) * D + c] = exp(scores[stats + t] - logSums[stats + t]) * u;
           }`,
        ),
        outputs: { dValueHeads: [rows, heads, T, headDim] },
      });
      const delta = runForResult(kernel('Delta', { dy, out }, rows * heads * T, code.delta), [
        rows,
        heads,
        T,
      ]);
      // W_j of each row, already times e^{s_j − L_j}.
      const pulls = runForResult(
        kernel(
          'Pulls',
          { scores, logSums, delta },
          rows * heads,
          `let h = i % heads; let row = i / heads;
           let stats = (${mapRowOf('row')} * heads + h) * T;
           var w = 0.0;
           for (var t = T - 1; t >= 0; t--) {
             w = delta[i * T + t] + ${decayNext} * w;
             result[i * T + t] = exp(scores[stats + t] - logSums[stats + t]) * w;
           }`,
        ),
        [rows, heads, T],
      );
      const { dProjected, dScores } = runKernel({
        ...kernel(
          'BackQueries',
          { projected, dValueHeads, pulls, ...(values ? { values } : {}) },
          mapRows * heads * T,
          `let t = i % T; let h = (i / T) % heads; let mapRow = i / T / heads;
           var ds = 0.0;
           for (var row = ${shared ? '0' : 'mapRow'}; row < ${shared ? 'rows' : 'mapRow + 1'}; row++) {
             let value = ${code.value('row', 't')};
             let at = ${code.perQuery('row', 't')};
             for (var c = 0; c < D; c++) { ds += inner_(dValueHeads[at * D + c], ${code.valueBuffer}[value + c]); }
             ds -= pulls[at];
           }
           ds *= scale;
           dScores[i] = ds;
           let query = ${code.query('mapRow', 't')};
           let key = ${code.key('mapRow', 't')};
           for (var c = 0; c < D; c++) {
             let q = projected[query + c];
             let s = 1.0 / (1.0 + exp(-q));
             dProjected[query + c] = ds * projected[key + c] * s * (1.0 + q * (1.0 - s));
           }`,
        ),
        outputs: { dProjected: projected.shape, dScores: [mapRows, heads, T] },
      });
      runKernel({
        ...kernel(
          'BackKeys',
          { projected, dScores },
          mapRows * kvHeads * T * perRow,
          `let c = i % D; let t = (i / D) % T; let kvHead = (i / D / T) % kvHeads; let mapRow = i / D / T / kvHeads;
           var sum = Entry();
           for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
             let q = projected[${code.query('mapRow', 't')} + c];
             sum += dScores[${code.perQuery('mapRow', 't')}] * q / (1.0 + exp(-q));
           }
           dProjected[${code.key('mapRow', 't', 'kvHead')} + c] = sum;`,
        ),
        outputs: { dProjected },
      });
      const { [code.valueGradient]: dValues } = runKernel<string>({
        ...kernel(
          'SumValues',
          { dValueHeads },
          rows * kvHeads * T * perRow,
          `let c = i % D; let t = (i / D) % T; let kvHead = (i / D / T) % kvHeads; let row = i / D / T / kvHeads;
           var sum = Entry();
           for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
             sum += dValueHeads[(${code.perQuery('row', 't')}) * D + c];
           }
           ${code.valueGradient}[${code.value('row', 't', 'kvHead')} + c] = sum;`,
        ),
        outputs: { [code.valueGradient]: values ? values.shape : dProjected },
      });
      return values ? [dProjected, dValues as tf.Tensor] : [dProjected];
    },
  );
}

const scoreOf = (code: ReturnType<typeof attentionCode>) => `
  let t = i % T; let h = (i / T) % heads; let mapRow = i / T / heads;
  let query = ${code.query('mapRow', 't')};
  let key = ${code.key('mapRow', 't')};
  var sum = 0.0;
  for (var c = 0; c < D; c++) {
    let q = projected[query + c];
    sum += inner_(q / (1.0 + exp(-q)), projected[key + c]);
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
