/** How well what is held out is predicted: perplexity and accuracy over whole windows. */
import { meanEstimate, meanLoss, perplexityEstimate, shareOf } from './statistics';
import type { Evaluation } from './types';
import { windowRequests } from './windows';

/** Windows asked about, where as many are held out. */
export const windowCount = 128;

export const perplexity: Evaluation = {
  id: 'perplexity',
  name: 'Perplexity and accuracy',
  measures:
    'Among how many equally likely tokens the model hesitates on average where it has not trained, and how often the one it finds likeliest is right.',
  metrics: [
    {
      id: 'perplexity',
      name: 'Validation perplexity',
      unit: 'perplexity',
      better: 'lower',
      chance: ({ vocab }) => vocab,
    },
    { id: 'accuracy', name: 'Accuracy', unit: 'share', better: 'higher', chance: ({ chance }) => chance },
  ],
  skip: false,
  prepare: (data) => ({
    requests: windowRequests(data, windowCount),
    measure: (scores) => ({
      metrics: {
        perplexity: perplexityEstimate(scores.map(({ logProbs }) => meanLoss(logProbs))),
        accuracy: meanEstimate(scores.map(({ likeliest }) => shareOf(likeliest))),
      },
    }),
  }),
};
