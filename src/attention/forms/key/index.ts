/**
 * A score of the key's position alone (paper §3.2, Eqs. 7-8): s_j = Σ_c SiLU(q_jc) k_jc / √headDim, the same for every
 * query; A_ij = exp(s_j) / Σ_j' exp(s_j'). RoPE would cancel and is left out; with QK-norm the SiLU comes after the norm.
 */
import { silu } from '../../../ops/vector';
import { headDim } from '../../dims';
import type { Form, HeadMixer, HeadOffset, HeadSizes, QueryKey } from '../form';
import { headOffsets, softmax } from '../plainNumbers';

export const key: Form = {
  id: 'key',
  rope: false,
  score: (_query, key, head, dh) => keyScore(key, head, dh),
  weights: softmax,
  recurrent,
};

function keyScore({ q, k }: QueryKey, head: HeadOffset, dh: number): number {
  let sum = 0;
  for (let c = 0; c < dh; c++) sum += silu(q[head.q + c] as number) * (k[head.kv + c] as number);
  return sum / Math.sqrt(dh);
}

/** The state is Σ e^s v and Σ e^s per head, with a running maximum so that |s| > 10³ does not overflow (Appendix I). */
function recurrent(sizes: HeadSizes): HeadMixer {
  const dh = headDim(sizes);
  const offsets = headOffsets(sizes);
  const state = offsets.map(() => ({ max: Number.NEGATIVE_INFINITY, total: 0, sum: new Float32Array(dh) }));
  return (qk, v) => {
    const out = new Float32Array(qk.q.length);
    offsets.forEach((head, h) => {
      const s = state[h] as (typeof state)[number];
      const score = keyScore(qk, head, dh);
      const max = Math.max(s.max, score);
      const decay = Math.exp(s.max - max);
      const weight = Math.exp(score - max);
      s.max = max;
      s.total = s.total * decay + weight;
      for (let c = 0; c < dh; c++) {
        s.sum[c] = (s.sum[c] as number) * decay + weight * (v[head.kv + c] as number);
        out[head.q + c] = (s.sum[c] as number) / s.total;
      }
    });
    return out;
  };
}
