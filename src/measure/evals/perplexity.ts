/** How well what is held out is predicted: perplexity, bits per byte and accuracy over whole windows. */
import { meanEstimate, meanLoss, perplexityEstimate, shareOf } from './statistics';
import type { Estimate, Evaluation } from './types';
import { windowRequests } from './windows';

/** Windows asked about, where as many are held out. */
export const windowCount = 128;

/** Estimates the metrics that losses tell. @param losses nats per token of each window @param bytesPerToken null where tokens stand for no text */
export function lossMetrics(
  losses: readonly number[],
  bytesPerToken: number | null,
): { perplexity: Estimate; bitsPerByte?: Estimate } {
  const bits = Math.LN2 * (bytesPerToken ?? 0);
  return {
    perplexity: perplexityEstimate(losses),
    ...(bytesPerToken !== null && { bitsPerByte: meanEstimate(losses.map((loss) => loss / bits)) }),
  };
}

export const perplexity: Evaluation = {
  id: 'perplexity',
  name: 'Perplexity and accuracy',
  measures:
    'On held-out text. Perplexity: between how many equally likely tokens the model is choosing. Accuracy: how often its first guess is right.',
  metrics: [
    {
      id: 'perplexity',
      name: 'Validation perplexity',
      unit: 'perplexity',
      better: 'lower',
      chance: ({ vocab }) => vocab,
    },
    // A token may be a letter or a word: only a byte is the same to every tokenizer.
    { id: 'bitsPerByte', name: 'Bits per byte', unit: 'bits', better: 'lower' },
    { id: 'accuracy', name: 'Accuracy', unit: 'share', better: 'higher', chance: ({ chance }) => chance },
  ],
  needsText: false,
  skip: false,
  prepare: (data) => ({
    requests: windowRequests(data, windowCount),
    measure(scores) {
      const losses = scores.map(({ logProbs }) => meanLoss(logProbs));
      const accuracy = meanEstimate(scores.map(({ likeliest }) => shareOf(likeliest)));
      const { perplexity, ...ofBytes } = lossMetrics(losses, data.text?.bytesPerToken ?? null);
      return { metrics: { perplexity, accuracy, ...ofBytes } };
    },
  }),
};
