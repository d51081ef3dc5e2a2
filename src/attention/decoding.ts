/**
 * A layer's mixer one position at a time, in plain numbers: with a recurrent state where the form has one and the mask is
 * causal (paper Appendix I), else with a KV cache of as many positions as the mask lets a query see.
 */
import { rmsNormRow, rotate, swiGLURow, vecMat } from '../ops/vector';
import { type Dims, headDim } from './dims';
import type { Form, HeadMixer, HeadSizes, QueryKey } from './forms/form';
import { headOffsets } from './forms/plainNumbers';
import { type Layer, mixingOf } from './layers';
import { causal, firstKey, type Mask } from './masks';
import { type SourceInputs, sources } from './sources';

/** One row's mixer, fed one position after the other: n (d) and that position's q and k in, output (d) out. */
export type RowMixer = (n: Float32Array, qk: QueryKey | null) => Float32Array;

export interface LayerDecoder {
  /** q and k of a position, from what the layer's source picks of rows (d); null where the layer has none. */
  queryKey(inputs: SourceInputs<Float32Array>, position: number): QueryKey | null;
  /** Returns a mixer with an empty state. It throws an Error where an attention layer gets no q and k. */
  newRow(): RowMixer;
  /**
   * What the last of some positions looks at, which a mixer with a recurrent state does not tell.
   * @param positions from the first of the row on, at least one
   * @returns for each head its weight on each position; null where the layer mixes no tokens
   */
  lookedAt(positions: readonly QueryKey[]): Float32Array[] | null;
}

/**
 * Creates the decoder of one layer.
 * @param weight a parameter of the layer's mixer by its short name, row-major
 * @param headsOff heads whose output is zero
 */
export function layerDecoder(
  layer: Layer,
  dims: Dims,
  weight: (name: string) => Float32Array,
  headsOff: readonly number[] = [],
): LayerDecoder {
  const mixing = mixingOf(layer);
  if (!mixing) {
    const mixRow = (n: Float32Array) =>
      swiGLURow(n, weight('gate.weight'), weight('up.weight'), weight('down.weight'));
    return { queryKey: () => null, newRow: () => mixRow, lookedAt: () => null };
  }
  const { form, mask, source } = mixing;
  const bias = (p: string) => (dims.qkvBias ? weight(`${p}.bias`) : undefined);
  const projected = (p: 'q' | 'k', from: Float32Array, position: number) => {
    let y = vecMat(from, weight(`${p}.weight`), bias(p));
    if (dims.qkNorm) y = rmsNormRow(y, weight(`${p}Norm.gain`), dims.rmsEps);
    if (form.rope) rotate(y, headDim(dims), position, dims.ropeTheta);
    return y;
  };
  return {
    queryKey(inputs, position) {
      const from = sources[source].of(inputs);
      return { q: projected('q', from, position), k: projected('k', from, position) };
    },
    newRow() {
      const mixHeads = headMixer(form, mask, dims);
      return (n, qk) => {
        if (!qk) throw new Error('An attention mixer needs the query and key of its position.');
        const mixed = mixHeads(qk, vecMat(n, weight('v.weight'), bias('v')));
        for (const h of headsOff) mixed.fill(0, h * headDim(dims), (h + 1) * headDim(dims));
        return vecMat(mixed, weight('o.weight'));
      };
    },
    lookedAt(positions) {
      const query = positions.at(-1) as QueryKey;
      const first = firstKey(mask, positions.length - 1);
      return headOffsets(dims).map((head) => {
        const seen = positions.slice(first);
        const scores = Float64Array.from(seen, (key) => form.score(query, key, head, headDim(dims)));
        const row = new Float32Array(positions.length);
        row.set(form.weights(scores), first);
        return row;
      });
    },
  };
}

/**
 * Creates the mixer of one row's heads: with the form's recurrent state where it has one and the mask is causal, else a
 * KV cache.
 */
export function headMixer(form: Form, mask: Mask, sizes: HeadSizes): HeadMixer {
  return mask === causal && form.recurrent ? form.recurrent(sizes) : cachedMixer(form, mask, sizes);
}

/** Mixes over a KV cache of at most `mask.width` positions. Queries are cached too, as the key form scores by them. */
function cachedMixer(form: Form, mask: Mask, sizes: HeadSizes): HeadMixer {
  const dh = headDim(sizes);
  const offsets = headOffsets(sizes);
  const cache: { qk: QueryKey; v: Float32Array }[] = [];
  return (qk, v) => {
    cache.push({ qk, v });
    if (cache.length > mask.width) cache.shift();
    const out = new Float32Array(qk.q.length);
    for (const head of offsets) {
      const weights = form.weights(Float64Array.from(cache, (cached) => form.score(qk, cached.qk, head, dh)));
      cache.forEach((cached, j) => {
        for (let c = 0; c < dh; c++)
          out[head.q + c] =
            (out[head.q + c] as number) + (weights[j] as number) * (cached.v[head.kv + c] as number);
      });
    }
    return out;
  };
}
