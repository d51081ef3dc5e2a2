/**
 * Decoding with a recurrent state for forms whose weights are products of features, A_ij ∝ φq(q_i)·φk(k_j): the state is
 * Σ φk(k) and Σ φk(k) vᵀ over the positions seen (paper Appendix I).
 */
import { headDim } from '../dims';
import type { HeadMixer, HeadSizes } from './form';
import { headOffsets } from './plainNumbers';

/** Features of the head whose `headDim` entries of x begin at `start`. */
export type Features = (x: Float32Array, start: number, headDim: number) => Float64Array;

/**
 * Mixes one position at a time under a causal mask, in memory that does not grow with the length.
 * @param count how many features a head has
 */
export function featureMixer(sizes: HeadSizes, count: number, ofQuery: Features, ofKey: Features): HeadMixer {
  const dh = headDim(sizes);
  const offsets = headOffsets(sizes);
  const state = Array.from({ length: sizes.kvHeads }, () => ({
    norm: new Float64Array(count),
    sum: new Float64Array(count * dh),
  }));
  return ({ q, k }, v) => {
    state.forEach(({ norm, sum }, g) => {
      ofKey(k, g * dh, dh).forEach((phi, f) => {
        norm[f] = (norm[f] as number) + phi;
        for (let c = 0; c < dh; c++)
          sum[f * dh + c] = (sum[f * dh + c] as number) + phi * (v[g * dh + c] as number);
      });
    });
    const out = new Float32Array(q.length);
    for (const head of offsets) {
      const { norm, sum } = state[head.kv / dh] as (typeof state)[number];
      const mixed = new Float64Array(dh);
      let denominator = 0;
      ofQuery(q, head.q, dh).forEach((phi, f) => {
        denominator += phi * (norm[f] as number);
        for (let c = 0; c < dh; c++) mixed[c] = (mixed[c] as number) + phi * (sum[f * dh + c] as number);
      });
      for (let c = 0; c < dh; c++) out[head.q + c] = (mixed[c] as number) / denominator;
    }
    return out;
  };
}
