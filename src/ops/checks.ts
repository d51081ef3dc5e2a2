/** Loud failures: an op names itself, what it needs and the shapes it got. */
import * as tf from '@tensorflow/tfjs';

export function fail(op: string, needs: string, ...tensors: { shape: readonly number[] }[]): never {
  throw new Error(`${op}: ${needs}; got ${tensors.map((t) => `(${t.shape.join(', ')})`).join(' ')}.`);
}

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

/** Checks the shapes of queries, keys and values; fails naming `op` and what it got. */
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

/** q (Rq, h, T, dh), k (Rq, kv, T, dh) and v (R, kv, T, dh). */
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
