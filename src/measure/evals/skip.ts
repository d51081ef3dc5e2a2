/** The paper's "skip" (§4.2): what is left of a trained hybrid when its non-standard layers are taken out whole. */
import { windowCount } from './perplexity';
import { meanLoss, perplexityEstimate } from './statistics';
import type { Evaluation } from './types';
import { windowRequests } from './windows';

export const skip: Evaluation = {
  id: 'skip',
  name: 'Skip',
  measures: 'Perplexity with every non-standard layer removed. If it jumps, those layers were doing work.',
  metrics: [{ id: 'skip', name: 'Perplexity when skipped', unit: 'perplexity', better: null }],
  needsText: false,
  skip: true,
  prepare: (data) => ({
    requests: windowRequests(data, windowCount),
    measure: (scores) => ({
      metrics: { skip: perplexityEstimate(scores.map((score) => meanLoss(score.logProbs))) },
    }),
  }),
};
