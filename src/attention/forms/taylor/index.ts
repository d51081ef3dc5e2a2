/**
 * The softmax's exponential as its second-order Taylor polynomial (Arora et al. 2024, paper Eq. 6):
 * A_ij = (1 + s + s²/2) / Σ_j' (1 + s' + s'²/2), normalised jointly.
 */
import { headDim } from '../../dims';
import type { Form, HeadMixer, HeadSizes } from '../form';
import { dotProductScore, headOffsets, overSum } from '../plainNumbers';

export const taylor: Form = {
  id: 'taylor',
  rope: true,
  score: dotProductScore,
  weights: (scores) => overSum(scores.map((s) => 1 + s + (s * s) / 2)),
  recurrent,
};

/** Keeps Σ φ(k) and Σ φ(k) vᵀ with φ(k) = [1, k, k⊗k], so that φ'(q)·φ(k) = 1 + s + s²/2 (Appendix I). */
function recurrent(sizes: HeadSizes): HeadMixer {
  const dh = headDim(sizes);
  const features = 1 + dh + dh * dh;
  const offsets = headOffsets(sizes);
  const state = Array.from({ length: sizes.kvHeads }, () => ({
    norm: new Float64Array(features),
    sum: new Float64Array(features * dh),
  }));
  return ({ q, k }, v) => {
    state.forEach(({ norm, sum }, g) => {
      forEachFeature(k, g * dh, dh, (f, phi) => {
        norm[f] = (norm[f] as number) + phi;
        for (let c = 0; c < dh; c++)
          sum[f * dh + c] = (sum[f * dh + c] as number) + phi * (v[g * dh + c] as number);
      });
    });
    const out = new Float32Array(q.length);
    for (const head of offsets) {
      const { norm, sum } = state[head.kv / dh] as (typeof state)[number];
      const total = new Float64Array(dh);
      let denominator = 0;
      forEachFeature(q, head.q, dh, (f, phi) => {
        // s = q·k/√dh, so each power of q carries one 1/√dh, and the second a half.
        const scale = f === 0 ? 1 : f <= dh ? 1 / Math.sqrt(dh) : 1 / (2 * dh);
        denominator += phi * scale * (norm[f] as number);
        for (let c = 0; c < dh; c++)
          total[c] = (total[c] as number) + phi * scale * (sum[f * dh + c] as number);
      });
      for (let c = 0; c < dh; c++) out[head.q + c] = (total[c] as number) / denominator;
    }
    return out;
  };
}

function forEachFeature(
  x: Float32Array,
  start: number,
  dh: number,
  visit: (f: number, phi: number) => void,
): void {
  visit(0, 1);
  for (let a = 0; a < dh; a++) visit(1 + a, x[start + a] as number);
  for (let a = 0; a < dh; a++) {
    for (let b = 0; b < dh; b++)
      visit(1 + dh + a * dh + b, (x[start + a] as number) * (x[start + b] as number));
  }
}
