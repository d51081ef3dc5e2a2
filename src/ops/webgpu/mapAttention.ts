/**
 * Attention over a map that is never stored (Dao et al. 2022, without the tiles): one number for each query row is kept, its
 * log-sum-exp or its denominator, and every pass computes the scores again.
 */
import type * as tf from '@tensorflow/tfjs';
import type { AttentionSizes } from '../checks';
import { differentiable, runKernel } from './kernel';

export interface WeightForm {
  name: string;
  /** WGSL of a row's statistic, given a loop over its scores. */
  statistic: (forEachScore: (use: string) => string) => string;
  /** WGSL of the weight and of its slope in the score, from `s` and the row's `stat`. */
  weight: string;
  slope: string;
}

export const softmaxForm: WeightForm = {
  name: 'softmax',
  statistic: (forEachScore) => `
    var largest = -3.0e38;
    var sum = 0.0;
    ${forEachScore('let next = max(largest, s); sum = sum * exp(largest - next) + exp(s - next); largest = next;')}
    result[i] = largest + log(sum);`,
  weight: 'exp(s - stat)',
  slope: 'exp(s - stat)',
};

export const taylorForm: WeightForm = {
  name: 'taylor',
  statistic: (forEachScore) => `
    var sum = 0.0;
    ${forEachScore('sum += 1.0 + s + 0.5 * s * s;')}
    result[i] = sum;`,
  weight: '(1.0 + s + 0.5 * s * s) / stat',
  slope: '(1.0 + s) / stat',
};

/** q (Rq, h, T, dh), k (Rq, kv, T, dh), v (R, kv, T, dh) → (R, T, h·dh). */
export function fusedMapAttention(
  form: WeightForm,
  sizes: AttentionSizes,
  q: tf.Tensor4D,
  k: tf.Tensor4D,
  v: tf.Tensor4D,
): tf.Tensor3D {
  const { rows, mapRows, heads, kvHeads, T, headDim } = sizes;
  const code = wgsl(sizes);
  const name = (part: string) => `${form.name}Attention${part}`;
  return differentiable(
    [q, k, v],
    () => {
      const stats = runKernel(
        {
          name: name('Stats'),
          ...code.bind({ q, k }),
          threads: mapRows * heads * T,
          body: `${code.position('mapRow')} ${form.statistic((use) => `for (var j = 0; j <= t; j++) { ${code.score} ${use} }`)}`,
        },
        [mapRows, heads, T],
      );
      const value = runKernel<tf.Rank.R3>(
        {
          name: name('Forward'),
          ...code.bind({ q, k, v, stats }),
          vec4Result: code.vector,
          threads: rows * heads * T,
          body: `
            ${code.position('row')} let mapRow = ${mapRows === 1 ? '0' : 'row'};
            let stat = stats[(mapRow * heads + h) * T + t];
            var out : array<Entry, D>;
            for (var j = 0; j <= t; j++) {
              ${code.score}
              let w = ${form.weight};
              let from_ = ((row * kvHeads + h / group) * T + j) * D;
              for (var c = 0; c < D; c++) { out[c] += w * v[from_ + c]; }
            }
            for (var c = 0; c < D; c++) { result[((row * T + t) * heads + h) * D + c] = out[c]; }`,
        },
        [rows, T, heads * headDim],
      );
      return { value, save: [q, k, v, stats, value] };
    },
    (dy, saved) => {
      const [q, k, v, stats, out] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const inner = outputDots(sizes, dy, out);
      const bound = code.bind({ q, k, v, stats, dy, inner });
      // ds_ij = slope (dy_i·v_j − dy_i·out_i), summed over the rows that share the map.
      const ds = `
        let stat = stats[(mapRow * heads + h) * T + t];
        var g = 0.0;
        for (var r = ${mapRows === 1 ? '0' : 'mapRow'}; r < ${mapRows === 1 ? rows : 'mapRow + 1'}; r++) {
          let atY = ((r * T + t) * heads + h) * D;
          let atV = ((r * kvHeads + h / group) * T + j) * D;
          for (var c = 0; c < D; c++) { g += inner_(dy[atY + c], v[atV + c]); }
          g -= inner[(r * heads + h) * T + t];
        }
        let ds = g * (${form.slope}) * scale;`;
      const perKey = (body: string, row: string) => `
        let j = i % T; let kvHead = (i / T) % kvHeads; let ${row} = i / T / kvHeads;
        var sum : array<Entry, D>;
        for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
          for (var t = j; t < T; t++) { ${body} }
        }
        for (var c = 0; c < D; c++) { result[i * D + c] = sum[c]; }`;
      const vec4Result = code.vector;
      const dq = runKernel(
        {
          name: name('BackQ'),
          ...bound,
          vec4Result,
          threads: mapRows * heads * T,
          body: `
            ${code.position('mapRow')}
            var sum : array<Entry, D>;
            for (var j = 0; j <= t; j++) {
              ${code.score} ${ds}
              let from_ = ((mapRow * kvHeads + h / group) * T + j) * D;
              for (var c = 0; c < D; c++) { sum[c] += ds * k[from_ + c]; }
            }
            for (var c = 0; c < D; c++) { result[i * D + c] = sum[c]; }`,
        },
        q.shape,
      );
      const dk = runKernel(
        {
          name: name('BackK'),
          ...bound,
          vec4Result,
          threads: mapRows * kvHeads * T,
          body: perKey(
            `${code.score} ${ds}
             let from_ = ((mapRow * heads + h) * T + t) * D;
             for (var c = 0; c < D; c++) { sum[c] += ds * q[from_ + c]; }`,
            'mapRow',
          ),
        },
        k.shape,
      );
      const dv = runKernel(
        {
          name: name('BackV'),
          ...code.bind({ q, k, stats, dy }),
          vec4Result,
          threads: rows * kvHeads * T,
          body: perKey(
            `let mapRow = ${mapRows === 1 ? '0' : 'row'};
             ${code.score}
             let stat = stats[(mapRow * heads + h) * T + t];
             let w = ${form.weight};
             let from_ = ((row * T + t) * heads + h) * D;
             for (var c = 0; c < D; c++) { sum[c] += w * dy[from_ + c]; }`,
            'row',
          ),
        },
        v.shape,
      );
      return [dq, dk, dv];
    },
  );
}

/** dy_i·out_i of every row, head and position, (R, h, T). */
export function outputDots(
  { rows, heads, T, headDim }: AttentionSizes,
  dy: tf.Tensor,
  out: tf.Tensor,
): tf.Tensor {
  const body = `
    let t = i % ${T}; let h = (i / ${T}) % ${heads}; let row = i / ${T} / ${heads};
    let from_ = ((row * ${T} + t) * ${heads} + h) * ${headDim};
    var sum = 0.0;
    for (var c = 0; c < ${headDim}; c++) { sum += dy[from_ + c] * mixed[from_ + c]; }
    result[i] = sum;`;
  return runKernel({ name: 'outputDots', inputs: { dy, mixed: out }, threads: rows * heads * T, body }, [
    rows,
    heads,
    T,
  ]);
}

/** What the kernels share: sizes, vec4 entries where the head size allows, a query's position and one score. */
function wgsl({ heads, kvHeads, T, headDim }: AttentionSizes) {
  const vector = headDim % 4 === 0;
  const vectors = ['q', 'k', 'v', 'dy'];
  return {
    vector,
    bind: (inputs: Record<string, tf.Tensor>) => ({
      inputs,
      vec4: vector ? vectors.filter((name) => name in inputs) : [],
      declarations: `
        const heads = ${heads}; const kvHeads = ${kvHeads}; const group = ${heads / kvHeads}; const T = ${T};
        const D = ${vector ? headDim / 4 : headDim};
        const scale = ${1 / Math.sqrt(headDim)};
        alias Entry = ${vector ? 'vec4<f32>' : 'f32'};
        fn inner_(a : Entry, b : Entry) -> f32 { return ${vector ? 'dot(a, b)' : 'a * b'}; }`,
    }),
    position: (row: string) => `let t = i % T; let h = (i / T) % heads; let ${row} = i / T / heads;`,
    /** Declares s, the score of query (mapRow, h, t) and key j. */
    score: `
      var s = 0.0;
      {
        let atQ = ((mapRow * heads + h) * T + t) * D;
        let atK = ((mapRow * kvHeads + h / group) * T + j) * D;
        for (var c = 0; c < D; c++) { s += inner_(q[atQ + c], k[atK + c]); }
        s *= scale;
      }`,
  };
}
