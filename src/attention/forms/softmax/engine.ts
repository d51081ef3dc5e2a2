/** The softmax's composition, and its kernels: over a map that is never stored, and over one map for all rows. */
import { type FlashForm, flashAttention, keySteps } from '../../kernels/flashAttention';
import { sharedMapAttention } from '../../kernels/sharedMap';
import { causal } from '../../masks';
import { dotProductScores, maskedSoftmax } from '../dotProduct';
import type { FormEngine } from '../form';

/** Keeps each row's log-sum-exp; sums so far shrink as a larger score is met (Milakov & Gimelshein 2018). */
const flash: FlashForm = {
  name: 'softmax',
  weight: (s, stat) => `exp(${s} - ${stat})`,
  slope: (s, stat) => `exp(${s} - ${stat})`,
  accumulate(q, seen) {
    const visible = keySteps.map((k) => `select(-3.0e38, s${q}_${k}, ${seen(k)})`);
    const largest = visible.reduce((a, b) => `max(${a}, ${b})`);
    return `
      let next${q} = max(largest${q}, ${largest});
      let rescale${q} = exp(largest${q} - next${q});
      ${keySteps.map((k) => `let w${q}_${k} = select(0.0, exp(s${q}_${k} - next${q}), ${seen(k)});`).join(' ')}
      total${q} = total${q} * rescale${q} + ${keySteps.map((k) => `w${q}_${k}`).join(' + ')};
      largest${q} = next${q};`;
  },
  rescales: true,
  statistic: (q) => `largest${q} + log(total${q})`,
};

export const engine: FormEngine = {
  id: 'softmax',
  scores: dotProductScores,
  weights: maskedSoftmax,
  kernel(sizes, heads, mask) {
    const { projected, values } = heads;
    if (!values || sizes.mapRows === sizes.rows) return flashAttention(flash, sizes, heads, mask);
    return mask === causal ? sharedMapAttention(sizes, projected, values) : null;
  },
};
