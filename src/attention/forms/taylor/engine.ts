/** The Taylor form's composition, and its kernels where each row has a map of its own. */
import * as tf from '@tensorflow/tfjs';
import { type FlashForm, flashAttention, keySteps } from '../../kernels/flashAttention';
import { dotProductScores, normalised } from '../dotProduct';
import type { FormEngine } from '../form';

/** Keeps each row's denominator. */
const flash: FlashForm = {
  name: 'taylor',
  weight: (s, stat) => `(1.0 + ${s} + 0.5 * ${s} * ${s}) / ${stat}`,
  slope: (s, stat) => `(1.0 + ${s}) / ${stat}`,
  accumulate(q, seen) {
    const weight = (s: string) => `1.0 + ${s} + 0.5 * ${s} * ${s}`;
    return `
      ${keySteps.map((k) => `let w${q}_${k} = select(0.0, ${weight(`s${q}_${k}`)}, ${seen(k)});`).join(' ')}
      total${q} += ${keySteps.map((k) => `w${q}_${k}`).join(' + ')};`;
  },
  rescales: false,
  statistic: (q) => `total${q}`,
};

export const engine: FormEngine = {
  id: 'taylor',
  scores: dotProductScores,
  weights: (scores, visible) =>
    normalised(tf.mul(tf.add(tf.add(1, scores), tf.mul(0.5, tf.square(scores))), visible) as tf.Tensor4D),
  kernel: (sizes, heads, mask) =>
    sizes.mapRows === sizes.rows ? flashAttention(flash, sizes, heads, mask) : null,
};
