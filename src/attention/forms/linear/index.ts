/**
 * Linear attention (Katharopoulos et al. 2020, Eqs. 4-7): A_ij = φ(q_i)·φ(k_j) / Σ_j' φ(q_i)·φ(k_j'), φ(x) = elu(x) + 1. No
 * scale, and no RoPE, as rotated features may be negative; QK-norm comes before φ.
 */
import { headDim } from '../../dims';
import type { Form, HeadMixer, HeadOffset, HeadSizes, QueryKey } from '../form';
import { headOffsets, overSum } from '../plainNumbers';

export const linear: Form = {
  id: 'linear',
  rope: false,
  score,
  weights: overSum,
  recurrent,
};

const feature = (x: number): number => (x > 0 ? x + 1 : Math.exp(x));

function score({ q }: QueryKey, { k }: QueryKey, head: HeadOffset, dh: number): number {
  let sum = 0;
  for (let c = 0; c < dh; c++) sum += feature(q[head.q + c] as number) * feature(k[head.kv + c] as number);
  return sum;
}

/** Keeps Σ φ(k) vᵀ (dh × dh) and Σ φ(k) (dh) per key-value head. */
function recurrent(sizes: HeadSizes): HeadMixer {
  const dh = headDim(sizes);
  const offsets = headOffsets(sizes);
  const state = Array.from({ length: sizes.kvHeads }, () => ({
    norm: new Float64Array(dh),
    sum: new Float64Array(dh * dh),
  }));
  return ({ q, k }, v) => {
    state.forEach(({ norm, sum }, g) => {
      for (let a = 0; a < dh; a++) {
        const phi = feature(k[g * dh + a] as number);
        norm[a] = (norm[a] as number) + phi;
        for (let c = 0; c < dh; c++)
          sum[a * dh + c] = (sum[a * dh + c] as number) + phi * (v[g * dh + c] as number);
      }
    });
    const out = new Float32Array(q.length);
    for (const head of offsets) {
      const { norm, sum } = state[head.kv / dh] as (typeof state)[number];
      const phi = Float64Array.from({ length: dh }, (_, a) => feature(q[head.q + a] as number));
      const total = phi.reduce((rest, p, a) => rest + p * (norm[a] as number), 0);
      for (let c = 0; c < dh; c++)
        out[head.q + c] = phi.reduce((rest, p, a) => rest + p * (sum[a * dh + c] as number), 0) / total;
    }
    return out;
  };
}
