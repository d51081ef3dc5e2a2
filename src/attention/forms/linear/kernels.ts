/**
 * Linear attention in linear time, as scans over the positions. With n_i = φ(q_i)·Σ_{j ≤ i} φ(k_j) and g_i = dy_i·out_i,
 *   out_i = (Σ_{j ≤ i} φ(k_j) v_jᵀ)ᵀ φ(q_i) / n_i
 *   dφ(q_i) = (Σ_{j ≤ i} φ(k_j) v_jᵀ dy_i − g_i Σ_{j ≤ i} φ(k_j)) / n_i
 *   dφ(k_j) = Σ_{i ≥ j} φ(q_i) dy_iᵀ v_j / n_i − Σ_{i ≥ j} g_i φ(q_i) / n_i
 *   dv_j = (Σ_{i ≥ j} φ(q_i) dy_iᵀ / n_i)ᵀ φ(k_j)
 * Each is a scan that adds an outer product to its state and asks the state for a product. A thread has the part of the
 * state that belongs to one entry of the result.
 */
import type * as tf from '@tensorflow/tfjs';
import { differentiable, runForResult, runKernel } from '../../../device';
import type { AttentionHeads, AttentionSizes } from '../../heads';
import { attentionCode, range } from '../../kernels/attentionCode';

/** A thread's state has a vec4 for each entry of a head, and WGSL lets a function have 8 KiB. */
export const mostHeadDim = 128;

/** Mixes values under a causal mask, each row by a map of its own: (R, T, h·dh). Differentiable. */
export function linearAttentionKernels(
  sizes: AttentionSizes,
  { projected, values }: AttentionHeads,
): tf.Tensor3D {
  const { rows, heads, kvHeads, T, headDim } = sizes;
  const code = attentionCode(sizes, values !== undefined);
  const D = code.entries.length;
  const { query, key, position, scan } = scanCode(code, headDim);
  const kernel = (name: string, inputs: Record<string, tf.Tensor>, threads: number, body: string) => ({
    name: `linear${name}`,
    declarations: code.declarations,
    sizes: code.sizes,
    vec4: code.vec4.length > 0 ? [...code.vec4, 'features'] : [],
    inputs,
    threads,
    body,
  });
  const valueInputs: Record<string, tf.Tensor> = values ? { values } : { projected };
  return differentiable(
    values ? [projected, values] : [projected],
    () => {
      const { features } = runKernel({
        ...kernel(
          'Features',
          { projected },
          rows * (heads + kvHeads) * T * D,
          `let perRow = (heads + kvHeads) * T * D;
           let x = projected[i / perRow * ${values ? 'perRow' : '(heads + 2 * kvHeads) * T * D'} + i % perRow];
           features[i] = select(exp(min(x, Entry())), x + 1.0, x > Entry());`,
        ),
        outputs: { features: [rows, heads + kvHeads, T, headDim] },
      });
      const { out, norms } = runKernel({
        ...kernel(
          'Forward',
          { features, ...valueInputs },
          rows * heads * D,
          `let c = i % D; let h = (i / D) % heads; let row = i / D / heads;
           var state : array<Entry, ${headDim}>;
           var keys : array<Entry, ${D}>;
           for (var t = 0; t < T; t++) {
             let x = ${code.valueBuffer}[${code.value('row', 't')} + c];
             let queryAt = ${query('t')};
             let keyAt = ${key('t')};
             ${scan('features[keyAt + e]', 'features[queryAt + e]')}
             var norm = 0.0;
             for (var e = 0; e < D; e++) {
               keys[e] += features[keyAt + e];
               norm += inner_(features[queryAt + e], keys[e]);
             }
             out[${code.mixed('row', 't')} + c] = y / norm;
             if (c == 0) { norms[${position('t')}] = norm; }
           }`,
        ),
        outputs: { out: [rows, T, heads * headDim], norms: [rows, heads, T] },
      });
      const save = [projected, features, norms, out, ...(values ? [values] : [])];
      return { value: out as tf.Tensor3D, save };
    },
    (dy, saved) => {
      const [projected, features, norms, out, values] = saved as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor?,
      ];
      const valueInputs: Record<string, tf.Tensor> = values ? { values } : { projected };
      const delta = runForResult(kernel('Delta', { dy, out }, rows * heads * T, code.delta), [
        rows,
        heads,
        T,
      ]);
      const { dProjected } = runKernel({
        ...kernel(
          'BackQueries',
          { features, norms, delta, dy, ...valueInputs },
          rows * heads * D,
          `let c = i % D; let h = (i / D) % heads; let row = i / D / heads;
           var state : array<Entry, ${headDim}>;
           var keys = Entry();
           for (var t = 0; t < T; t++) {
             let x = features[${key('t')} + c];
             keys += x;
             let valueAt = ${code.value('row', 't')};
             let dyAt = ${code.mixed('row', 't')};
             ${scan(`${code.valueBuffer}[valueAt + e]`, 'dy[dyAt + e]')}
             let at = ${position('t')};
             // φ'(x) is 1 above 0 and φ(x) below.
             let slope = min(features[${query('t')} + c], Entry() + 1.0);
             dProjected[${code.query('row', 't')} + c] = slope * (y - delta[at] * keys) / norms[at];
           }`,
        ),
        outputs: { dProjected: projected.shape },
      });
      /** A scan from the last position on, for each key-value head over all heads that share it. */
      const backwards = (each: string) => `
        let c = i % D; let kvHead = (i / D) % kvHeads; let row = i / D / kvHeads;
        for (var h = kvHead * group; h < (kvHead + 1) * group; h++) {
          var state : array<Entry, ${headDim}>;
          for (var n = 0; n < ${headDim}; n++) { state[n] = Entry(); }
          var pulls = Entry();
          for (var t = T - 1; t >= 0; t--) {
            let at = ${position('t')};
            let queryAt = ${query('t')};
            let keyAt = ${key('t')};
            let valueAt = ${code.value('row', 't')};
            let dyAt = ${code.mixed('row', 't')};
            ${each}
          }
        }`;
      /** Adds to what the heads of the group before this one gave. */
      const add = (buffer: string, at: string, value: string) =>
        `let to = ${at} + c; ${buffer}[to] = select(${buffer}[to], Entry(), h == kvHead * group) + ${value};`;
      runKernel({
        ...kernel(
          'BackKeys',
          { features, norms, delta, dy, ...valueInputs },
          rows * kvHeads * D,
          backwards(`
            let x = features[queryAt + c] / norms[at];
            pulls += delta[at] * x;
            ${scan('dy[dyAt + e]', `${code.valueBuffer}[valueAt + e]`)}
            let slope = min(features[keyAt + c], Entry() + 1.0);
            ${add('dProjected', code.key('row', 't'), 'slope * (y - pulls)')}`),
        ),
        outputs: { dProjected },
      });
      const { [code.valueGradient]: dValues } = runKernel<string>({
        ...kernel(
          'BackValues',
          { features, norms, dy },
          rows * kvHeads * D,
          backwards(`
            let x = dy[dyAt + c] / norms[at];
            ${scan('features[queryAt + e]', 'features[keyAt + e]')}
            ${add(code.valueGradient, code.value('row', 't'), 'y')}`),
        ),
        outputs: { [code.valueGradient]: values ? values.shape : dProjected },
      });
      return values ? [dProjected, dValues as tf.Tensor] : [dProjected];
    },
  );
}

/** WGSL of one position of a scan, and of where features and per-query numbers lie. */
function scanCode(code: ReturnType<typeof attentionCode>, headDim: number) {
  const components = range(headDim / code.entries.length);
  const component = (entry: string, k: number) => (components.length > 1 ? `${entry}[${k}]` : entry);
  const inFeatures = (head: string, t: string) => `((row * (heads + kvHeads) + ${head}) * T + ${t}) * D`;
  return {
    query: (t: string) => inFeatures('h', t),
    key: (t: string) => inFeatures('heads + h / group', t),
    position: (t: string) => code.perQuery('row', t),
    /**
     * Adds the outer product of what is `given` with x to the state; declares y, the state's product with what is
     * `asked`.
     */
    scan: (given: string, asked: string) => `
      var y = Entry();
      for (var e = 0; e < D; e++) {
        let given_ = ${given};
        let asked_ = ${asked};
        ${components
          .map((k) => {
            const at = `state[${components.length} * e + ${k}]`;
            return `${at} += ${component('given_', k)} * x; y += ${component('asked_', k)} * ${at};`;
          })
          .join('\n        ')}
      }`,
  };
}
