/**
 * Linear attention's composition and kernels, both linear in the length where the mask is causal and each row has its
 * map.
 */
import * as tf from '@tensorflow/tfjs';
import { causal } from '../../masks';
import { normalised } from '../dotProduct';
import type { FormEngine } from '../form';
import { features, scannedLinearAttention } from './composition';
import { linearAttentionKernels, mostHeadDim } from './kernels';

export const engine: FormEngine = {
  id: 'linear',
  scores(q, k, { start, end, firstKey }) {
    const queries = tf.slice(q, [0, 0, start, 0], [-1, -1, end - start, -1]);
    const keys = tf.slice(k, [0, 0, firstKey, 0], [-1, -1, end - firstKey, -1]);
    return tf.matMul(features(queries), features(keys), false, true) as tf.Tensor4D;
  },
  weights: (scores, visible) => normalised(tf.mul(scores, visible) as tf.Tensor4D),
  composition: (sizes, heads, mask) =>
    mask === causal && sizes.mapRows === sizes.rows ? scannedLinearAttention(sizes, heads) : null,
  kernel: (sizes, heads, mask) =>
    mask === causal && sizes.mapRows === sizes.rows && sizes.headDim <= mostHeadDim
      ? linearAttentionKernels(sizes, heads)
      : null,
};
