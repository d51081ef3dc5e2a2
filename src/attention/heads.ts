/** What every form of attention shares: its inputs and their sizes, grouped heads, and one map that mixes every row. */
import * as tf from '@tensorflow/tfjs';
import { fail } from '../ops/checks';

/** Queries, keys and values of an attention op, as projectHeads gives them. */
export interface AttentionHeads {
  heads: number;
  kvHeads: number;
  /** `heads` queries, `kvHeads` keys and, without `values`, `kvHeads` values: (Rq, h + kv or h + 2 kv, T, headDim). */
  projected: tf.Tensor4D;
  /** Values of another source, (R, kv, T, headDim), where Rq is R, or 1 for one map that serves every row. */
  values?: tf.Tensor4D;
}

/** The sizes of an attention op, checked. */
export interface AttentionSizes {
  /** Rows of the values, and of the result. */
  rows: number;
  /** Rows of queries and keys: `rows`, or 1 where one map serves every row. */
  mapRows: number;
  heads: number;
  kvHeads: number;
  T: number;
  headDim: number;
}

/** Returns the sizes. @throws Error naming `op` and the shapes where queries, keys and values do not fit each other */
export function attentionSizes(
  op: string,
  { heads, kvHeads, projected, values }: AttentionHeads,
): AttentionSizes {
  const [mapRows, count, T, headDim] = projected.shape;
  const rows = values ? values.shape[0] : mapRows;
  const fits =
    (mapRows === rows || mapRows === 1) &&
    heads % kvHeads === 0 &&
    count === heads + (values ? 1 : 2) * kvHeads &&
    (!values || values.shape.join() === [rows, kvHeads, T, headDim].join());
  if (!fits) {
    const needs = values
      ? `needs queries and keys (Rq, ${heads} + ${kvHeads}, T, dh) and values (R, ${kvHeads}, T, dh), Rq = R or 1`
      : `needs queries, keys and values (R, ${heads} + 2 · ${kvHeads}, T, dh)`;
    fail(op, needs, projected, ...(values ? [values] : []));
  }
  return { rows, mapRows, heads, kvHeads, T, headDim };
}

/** Slices the projection into q (Rq, h, T, dh), k (Rq, kv, T, dh) and v (R, kv, T, dh). */
export function unpackHeads({ heads, kvHeads, projected, values }: AttentionHeads): {
  q: tf.Tensor4D;
  k: tf.Tensor4D;
  v: tf.Tensor4D;
} {
  const from = (start: number, count: number) => tf.slice(projected, [0, start, 0, 0], [-1, count, -1, -1]);
  return {
    q: from(0, heads),
    k: from(heads, kvHeads),
    v: values ?? from(heads + kvHeads, kvHeads),
  };
}

/** Repeats each KV head `group` times in a row: (R, kv, T, dh) → (R, kv · group, T, dh). */
export function repeatHeads(t: tf.Tensor4D, group: number): tf.Tensor4D {
  if (group === 1) return t;
  const [rows, kvHeads, T, headDim] = t.shape;
  const repeated = tf.tile(tf.reshape(t, [rows, kvHeads, 1, T * headDim]), [1, 1, group, 1]);
  return tf.reshape(repeated, [rows, kvHeads * group, T, headDim]);
}

/** Multiplies weights (Rq, h, C, K) by values (R, h, K, dh), where Rq is R or 1: (R, h, C, dh). */
export function timesValues(weights: tf.Tensor4D, values: tf.Tensor4D): tf.Tensor4D {
  const [rows, , , headDim] = values.shape;
  if (weights.shape[0] === rows) return tf.matMul(weights, values);
  // One map for all rows: lay the rows side by side, and one product does them all.
  const [, heads, C] = weights.shape;
  const beside = tf.matMul(tf.squeeze(weights, [0]) as tf.Tensor3D, sideBySide(values)); // (h, C, R·dh)
  return tf.transpose(tf.reshape(beside, [heads, C, rows, headDim]), [2, 0, 1, 3]);
}

/** (R, h, K, dh) → (h, K, R · dh). */
function sideBySide(t: tf.Tensor4D): tf.Tensor3D {
  const [rows, heads, K, headDim] = t.shape;
  return tf.reshape(tf.transpose(t, [1, 2, 0, 3]), [heads, K, rows * headDim]);
}
