/** What forms share when they decode one position at a time, in plain numbers. */
import { dot } from '../../ops/vector';
import { headDim } from '../dims';
import type { HeadOffset, HeadSizes, QueryKey } from './form';

/** Returns where each head's entries start in q, and those of its KV head in k and v (GQA: heads share KV heads). */
export function headOffsets(sizes: HeadSizes): HeadOffset[] {
  const dh = headDim(sizes);
  const group = sizes.heads / sizes.kvHeads;
  return Array.from({ length: sizes.heads }, (_, h) => ({ q: h * dh, kv: Math.floor(h / group) * dh }));
}

/** Computes q·k / √headDim of one head. */
export function dotProductScore({ q }: QueryKey, { k }: QueryKey, head: HeadOffset, dh: number): number {
  return dot(q, head.q, k, head.kv, dh) / Math.sqrt(dh);
}

/** Computes the softmax. Scores beyond 10³ are safe. */
export function softmax(scores: Float64Array): Float64Array {
  const max = scores.reduce((a, b) => Math.max(a, b));
  return overSum(scores.map((s) => Math.exp(s - max)));
}

/** Divides weights by their sum. */
export function overSum(weights: Float64Array): Float64Array {
  const total = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / total);
}
