/** How well held-out text is predicted: perplexity over whole windows. */
import { meanLoss, perplexityEstimate } from './statistics';
import type { Evaluation } from './types';
import { heldOutWindows } from './windows';

/** Windows asked about, where the held-out text has as many. */
export const windowCount = 128;

export const perplexity: Evaluation = {
  id: 'perplexity',
  name: 'Validation perplexity',
  measures:
    'Among how many equally likely tokens the model hesitates, on average, at each token of held-out text.',
  metrics: [
    {
      id: 'perplexity',
      name: 'Validation perplexity',
      unit: 'perplexity',
      better: 'lower',
      chance: (vocab) => vocab,
    },
  ],
  skip: false,
  prepare: (data) => ({
    requests: heldOutWindows(data, windowCount).map((tokens) => ({ tokens, from: 1 })),
    measure: (scores) => ({
      metrics: { perplexity: perplexityEstimate(scores.map((score) => meanLoss(score.logProbs))) },
    }),
  }),
};
