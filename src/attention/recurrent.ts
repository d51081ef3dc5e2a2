/**
 * The three forms one position at a time (paper Appendix I). Softmax keeps every key and value; the Taylor form and the
 * key-only form keep sums whose size does not grow with the length.
 */

import { dot, silu } from '../ops/vector';
import type { Form } from './attention';
import type { Dims, QueryKey } from './types';
import { headDim } from './types';

/** Mixes one position: its q and k, its v (kvHeads · headDim) in; (heads · headDim) out. */
type HeadMixer = (qk: QueryKey, v: Float32Array) => Float32Array;

/** For each head, where its entries start in q and in k and v (GQA repeats each kv head). */
function headOffsets(dims: Dims): { q: number; kv: number }[] {
  const dh = headDim(dims);
  const group = dims.heads / dims.kvHeads;
  return Array.from({ length: dims.heads }, (_, h) => ({ q: h * dh, kv: Math.floor(h / group) * dh }));
}

function softmaxMixer(dims: Dims): HeadMixer {
  const dh = headDim(dims);
  const keys: Float32Array[] = [];
  const values: Float32Array[] = [];
  return ({ q, k }, v) => {
    keys.push(k);
    values.push(v);
    const out = new Float32Array(q.length);
    for (const head of headOffsets(dims)) {
      const scores = keys.map((key) => dot(q, head.q, key, head.kv, dh) / Math.sqrt(dh));
      const max = scores.reduce((a, b) => Math.max(a, b));
      const weights = scores.map((s) => Math.exp(s - max));
      const total = weights.reduce((a, b) => a + b);
      values.forEach((value, j) => {
        addScaled(out, head.q, value, head.kv, dh, (weights[j] as number) / total);
      });
    }
    return out;
  };
}

/** Keeps Σ φ(k) and Σ φ(k) vᵀ with φ(k) = [1, k, k⊗k], so that φ'(q)·φ(k) = 1 + s + s²/2 (Arora et al. 2024). */
function taylorMixer(dims: Dims): HeadMixer {
  const dh = headDim(dims);
  const features = 1 + dh + dh * dh;
  const offsets = headOffsets(dims);
  const state = Array.from({ length: dims.kvHeads }, () => ({
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

/** Keeps Σ e^s v and Σ e^s per head, with a running maximum so that |s| > 10³ does not overflow. */
function keyMixer(dims: Dims): HeadMixer {
  const dh = headDim(dims);
  const offsets = headOffsets(dims);
  const state = offsets.map(() => ({ max: Number.NEGATIVE_INFINITY, total: 0, sum: new Float32Array(dh) }));
  return ({ q, k }, v) => {
    const out = new Float32Array(q.length);
    offsets.forEach((head, h) => {
      const s = state[h] as (typeof state)[number];
      let score = 0;
      for (let c = 0; c < dh; c++) score += silu(q[head.q + c] as number) * (k[head.kv + c] as number);
      score /= Math.sqrt(dh);
      const max = Math.max(s.max, score);
      const keep = Math.exp(s.max - max);
      const weight = Math.exp(score - max);
      s.max = max;
      s.total = s.total * keep + weight;
      for (let c = 0; c < dh; c++) {
        s.sum[c] = (s.sum[c] as number) * keep + weight * (v[head.kv + c] as number);
        out[head.q + c] = (s.sum[c] as number) / s.total;
      }
    });
    return out;
  };
}

function addScaled(
  out: Float32Array,
  outStart: number,
  x: Float32Array,
  start: number,
  length: number,
  scale: number,
): void {
  for (let c = 0; c < length; c++)
    out[outStart + c] = (out[outStart + c] as number) + scale * (x[start + c] as number);
}

export const rowMixers: Record<Form, (dims: Dims) => HeadMixer> = {
  softmax: softmaxMixer,
  taylor: taylorMixer,
  key: keyMixer,
};
