/**
 * A form of attention: how queries and keys become weights. Its folder has `index.ts`, what it is and how it decodes, in
 * plain numbers, which the page may load; `engine.ts`, its composition in tf ops and, where it has one, its kernel; and
 * `weights.py`, its lines of the exported model.py: `def ID_weights(q, k, visible)`, from q and k (..., h, T, dh) and
 * visible (T, T) to weights (..., h, T, T).
 */
import type * as tf from '@tensorflow/tfjs';
import type { Dims } from '../dims';
import type { AttentionHeads, AttentionSizes } from '../heads';
import type { Mask } from '../masks';

/** q (heads · headDim) and k (kvHeads · headDim) of one position, normed and rotated. */
export interface QueryKey {
  q: Float32Array;
  k: Float32Array;
}

/** Where the entries of a head start in q, and those of its kv head in k and v. */
export interface HeadOffset {
  q: number;
  kv: number;
}

export type HeadSizes = Pick<Dims, 'dModel' | 'heads' | 'kvHeads'>;

/**
 * Mixes one position of a row: its q and k, its v (kvHeads · headDim) in; (heads · headDim) out. Its state is what later
 * positions need.
 */
export type HeadMixer = (qk: QueryKey, v: Float32Array) => Float32Array;

export interface Form {
  id: string;
  /** Whether RoPE turns q and k. */
  rope: boolean;
  /** The score of one head for a query's and a key's position, before weights are made of it. */
  score(query: QueryKey, key: QueryKey, head: HeadOffset, headDim: number): number;
  /** Weights that sum to 1, of the scores of all keys that a query sees. */
  weights(scores: Float64Array): Float64Array;
  /** Creates a mixer with a state of fixed size, for a causal mask (paper Appendix I); left out, a KV cache is used. */
  recurrent?(sizes: HeadSizes): HeadMixer;
}

/** Consecutive queries, and the consecutive keys that any of them sees. */
export interface MapBlock {
  /** Queries [start, end). */
  start: number;
  end: number;
  /** Keys [firstKey, end). */
  firstKey: number;
  /** 1 where a query sees a key, else 0: (end − start, end − firstKey). */
  visible: tf.Tensor2D;
}

export interface FormEngine {
  id: string;
  /** Scores (Rq, h, C, K) of a block, from q and k of every position, (Rq, h, T, dh) each. Differentiable. */
  scores(q: tf.Tensor4D, k: tf.Tensor4D, block: MapBlock): tf.Tensor4D;
  /** Weights (Rq, h, C, K) of scores: 0 where a key is not visible, each row sums to 1. Differentiable. */
  weights(scores: tf.Tensor4D, visible: tf.Tensor2D): tf.Tensor4D;
  /** A composition of tf ops that is faster than one by blocks of the map; null where this mask has none. */
  composition?(sizes: AttentionSizes, heads: AttentionHeads, mask: Mask): tf.Tensor3D | null;
  /** WebGPU kernels; null where they do not cover this mask or a map shared by all rows. */
  kernel?(sizes: AttentionSizes, heads: AttentionHeads, mask: Mask): tf.Tensor3D | null;
}
