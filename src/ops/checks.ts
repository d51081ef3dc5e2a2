/** Loud failures: an op names itself, what it needs and the shapes it got. */
import type * as tf from '@tensorflow/tfjs';

export function fail(op: string, needs: string, ...tensors: { shape: readonly number[] }[]): never {
  throw new Error(`${op}: ${needs}; got ${tensors.map((t) => `(${t.shape.join(', ')})`).join(' ')}.`);
}

/** The sizes of q, k and v, checked. */
export interface AttentionSizes {
  /** Rows of v, and of the result. */
  rows: number;
  /** Rows of q and k: `rows`, or 1 where one map serves every row. */
  mapRows: number;
  heads: number;
  kvHeads: number;
  T: number;
  headDim: number;
}

/** Checks q (Rq, h, T, dh), k (Rq, kv, T, dh), v (R, kv, T, dh), where Rq is R or 1 and kv divides h. */
export function attentionSizes(op: string, q: tf.Tensor4D, k: tf.Tensor4D, v: tf.Tensor4D): AttentionSizes {
  const [mapRows, heads, T, headDim] = q.shape;
  const [rows, kvHeads] = v.shape;
  const fits =
    (mapRows === rows || mapRows === 1) &&
    heads % kvHeads === 0 &&
    k.shape.join() === [mapRows, kvHeads, T, headDim].join() &&
    v.shape.join() === [rows, kvHeads, T, headDim].join();
  if (!fits)
    fail(
      op,
      'needs q (Rq, h, T, dh), k (Rq, kv, T, dh), v (R, kv, T, dh), Rq = R or 1, kv dividing h',
      q,
      k,
      v,
    );
  return { rows, mapRows, heads, kvHeads, T, headDim };
}
