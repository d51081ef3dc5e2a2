/** Linear attention in tf ops: chunks of positions, each of which sees all before it as Σ φ(k) vᵀ and Σ φ(k). */
import * as tf from '@tensorflow/tfjs';
import { type AttentionHeads, type AttentionSizes, repeatHeads, unpackHeads } from '../../heads';

const chunk = 16;

/** Computes φ(x) = elu(x) + 1, positive everywhere. */
export const features = (x: tf.Tensor4D): tf.Tensor4D => tf.add(tf.elu(x), 1) as tf.Tensor4D;

/** Mixes values under a causal mask, each row by a map of its own: (R, T, h·dh). */
export function scannedLinearAttention(sizes: AttentionSizes, input: AttentionHeads): tf.Tensor3D {
  const { rows, heads, kvHeads, T, headDim } = sizes;
  return tf.tidy(() => {
    const { q, k, v } = unpackHeads(input);
    const group = heads / kvHeads;
    const [queries, keys, values] = [features(q), repeatHeads(features(k), group), repeatHeads(v, group)];
    const pieces: tf.Tensor4D[] = [];
    let before: { sum: tf.Tensor; norm: tf.Tensor } | null = null; // (R, h, dh, dh) and (R, h, 1, dh)
    for (let start = 0; start < T; start += chunk) {
      const C = Math.min(chunk, T - start);
      const [qs, ks, vs] = [queries, keys, values].map((t) =>
        tf.slice(t, [0, 0, start, 0], [-1, -1, C, -1]),
      ) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
      const past = tf.linalg.bandPart(tf.ones([C, C]), -1, 0);
      const weights = tf.mul(tf.matMul(qs, ks, false, true), past); // (R, h, C, C)
      let mixed = tf.matMul(weights, vs);
      let total = tf.sum(weights, -1, true);
      if (before) {
        mixed = tf.add(mixed, tf.matMul(qs, before.sum));
        total = tf.add(total, tf.matMul(qs, before.norm, false, true));
      }
      pieces.push(tf.div(mixed, total));
      const [sum, norm]: [tf.Tensor, tf.Tensor] = [tf.matMul(ks, vs, true), tf.sum(ks, 2, true)];
      before = before ? { sum: tf.add(before.sum, sum), norm: tf.add(before.norm, norm) } : { sum, norm };
    }
    return tf.reshape(tf.transpose(tf.concat(pieces, 2), [0, 2, 1, 3]), [rows, T, heads * headDim]);
  });
}
