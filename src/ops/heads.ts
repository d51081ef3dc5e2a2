/** What the attention ops share: grouped heads, and one map that mixes every row. */
import * as tf from '@tensorflow/tfjs';

/** Each kv head `group` times in a row: (R, kv, T, dh) → (R, kv · group, T, dh). */
export function repeatHeads(t: tf.Tensor4D, group: number): tf.Tensor4D {
  if (group === 1) return t;
  const [rows, kvHeads, T, headDim] = t.shape;
  const repeated = tf.tile(tf.reshape(t, [rows, kvHeads, 1, T * headDim]), [1, 1, group, 1]);
  return tf.reshape(repeated, [rows, kvHeads * group, T, headDim]);
}

/** The gradient of repeatHeads. */
export function sumRepeated(t: tf.Tensor4D, group: number): tf.Tensor4D {
  if (group === 1) return t;
  const [rows, heads, T, headDim] = t.shape;
  return tf.reshape(tf.sum(tf.reshape(t, [rows, heads / group, group, T * headDim]), 2), [
    rows,
    heads / group,
    T,
    headDim,
  ]);
}

/** weights (Rq, h, C, K) · values (R, h, K, dh), where Rq is R or 1 → (R, h, C, dh). */
export function timesValues(weights: tf.Tensor4D, values: tf.Tensor4D): tf.Tensor4D {
  const [rows, , , headDim] = values.shape;
  if (weights.shape[0] === rows) return tf.matMul(weights, values);
  // One map for all rows: lay the rows side by side, and one product does them all.
  const [, heads, C] = weights.shape;
  const beside = tf.matMul(tf.squeeze(weights, [0]) as tf.Tensor3D, sideBySide(values)); // (h, C, R·dh)
  return tf.transpose(tf.reshape(beside, [heads, C, rows, headDim]), [2, 0, 1, 3]);
}

/** Gradients of timesValues; that of a shared map sums over the rows. */
export function timesValuesGradient(weights: tf.Tensor4D, values: tf.Tensor4D, dy: tf.Tensor4D) {
  if (weights.shape[0] === values.shape[0]) {
    return {
      dWeights: tf.matMul(dy, values, false, true) as tf.Tensor4D,
      dValues: tf.matMul(weights, dy, true) as tf.Tensor4D,
    };
  }
  const [rows, heads, K, headDim] = values.shape;
  const map = tf.squeeze(weights, [0]) as tf.Tensor3D;
  const dBeside = sideBySide(dy);
  const dValues = tf.reshape(tf.matMul(map, dBeside, true), [heads, K, rows, headDim]);
  return {
    dWeights: tf.expandDims(tf.matMul(dBeside, sideBySide(values), false, true), 0) as tf.Tensor4D,
    dValues: tf.transpose(dValues, [2, 0, 1, 3]) as tf.Tensor4D,
  };
}

/** (R, h, K, dh) → (h, K, R · dh). */
function sideBySide(t: tf.Tensor4D): tf.Tensor3D {
  const [rows, heads, K, headDim] = t.shape;
  return tf.reshape(tf.transpose(t, [1, 2, 0, 3]), [heads, K, rows * headDim]);
}
