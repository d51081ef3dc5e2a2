/**
 * The key-only form in tf ops, linear in T: a chunk of positions sees all before it as one key that carries their
 * log-sum-exp and their mean value.
 */
import * as tf from '@tensorflow/tfjs';
import { type AttentionHeads, type AttentionSizes, repeatHeads, timesValues, unpackHeads } from '../../heads';

const chunk = 16;

/** Mixes values under a causal mask: (R, T, h·dh). Scores beyond 10³ are safe. */
export function scannedKeyAttention(sizes: AttentionSizes, input: AttentionHeads): tf.Tensor3D {
  const { rows, heads, kvHeads, T, headDim } = sizes;
  return tf.tidy(() => {
    const { q, k, v } = unpackHeads(input);
    const scores = keyScores(q, repeatHeads(k, heads / kvHeads)); // (Rq, h, T)
    const values = repeatHeads(v, heads / kvHeads);
    const pieces: tf.Tensor4D[] = [];
    let before: { score: tf.Tensor3D; value: tf.Tensor4D } | null = null;
    for (let start = 0; start < T; start += chunk) {
      const C = Math.min(chunk, T - start);
      let keys = tf.slice(scores, [0, 0, start], [-1, -1, C]);
      let seen = tf.slice(values, [0, 0, start, 0], [-1, -1, C, -1]);
      if (before) {
        keys = tf.concat([before.score, keys], 2);
        seen = tf.concat([before.value, seen], 2);
      }
      const hidden = hiddenInChunk(C, keys.shape[2]);
      const visible = tf.add(tf.expandDims(keys, 2), hidden) as tf.Tensor4D; // (Rq, h, C, keys)
      const out = timesValues(tf.softmax(visible), seen); // (R, h, C, dh)
      pieces.push(out);
      before = {
        score: tf.logSumExp(keys, 2, true) as tf.Tensor3D,
        value: tf.slice(out, [0, 0, C - 1, 0], [-1, -1, 1, -1]),
      };
    }
    return tf.reshape(tf.transpose(tf.concat(pieces, 2), [0, 2, 1, 3]), [rows, T, heads * headDim]);
  });
}

/** Computes s_j of each head and position (paper Eq. 7): (R, h, T), from q and k (R, h, T, dh). */
export function keyScores(q: tf.Tensor4D, k: tf.Tensor4D): tf.Tensor3D {
  return tf.tidy(() => {
    const silu = tf.mul(q, tf.sigmoid(q));
    return tf.div(tf.sum(tf.mul(silu, k), -1), Math.sqrt(q.shape[3]));
  });
}

/** 0 where a row of the chunk sees a key, −1e30 where not; the leading columns, of earlier chunks, are seen by all. */
function hiddenInChunk(C: number, keys: number): tf.Tensor2D {
  const lead = keys - C;
  const data = Float32Array.from({ length: C * keys }, (_, i) =>
    (i % keys) - lead <= Math.floor(i / keys) ? 0 : -1e30,
  );
  return tf.tensor2d(data, [C, keys]);
}
