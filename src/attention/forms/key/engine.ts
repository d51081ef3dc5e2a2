/** The key-only form's composition and kernels, both linear in the length where the mask is causal. */
import * as tf from '@tensorflow/tfjs';
import { causal } from '../../masks';
import { maskedSoftmax } from '../dotProduct';
import type { FormEngine } from '../form';
import { keyScores, scannedKeyAttention } from './composition';
import { keyAttentionKernels } from './kernels';

export const engine: FormEngine = {
  id: 'key',
  scores(q, k, { start, end, firstKey }) {
    const ofKeys = (t: tf.Tensor4D) => tf.slice(t, [0, 0, firstKey, 0], [-1, -1, end - firstKey, -1]);
    const scores = tf.expandDims(keyScores(ofKeys(q), ofKeys(k)), 2) as tf.Tensor4D;
    return tf.tile(scores, [1, 1, end - start, 1]);
  },
  weights: maskedSoftmax,
  composition: (sizes, heads, mask) => (mask === causal ? scannedKeyAttention(sizes, heads) : null),
  kernel: (sizes, heads, mask) => (mask === causal ? keyAttentionKernels(sizes, heads) : null),
};
