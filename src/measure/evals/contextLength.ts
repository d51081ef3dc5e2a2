/** Perplexity against context length (paper's Table 4): the same tokens, predicted from more and more of what precedes. */
import { omit } from 'es-toolkit';
import { reasons } from './reasons';
import { meanEstimate, meanLoss, perplexityEstimate } from './statistics';
import type { Evaluation, SeriesPoint } from './types';
import { windowRequests } from './windows';

const windowCount = 128;
/** Parts of the trained context, as in the paper. */
const parts = [16, 8, 4, 2, 1];

/** Lists the context lengths that are measured, shortest first; a short context has fewer. */
export const contextLengths = (context: number): number[] => [
  ...new Set(parts.map((part) => Math.max(1, Math.floor(context / part)))),
];

export const contextLength: Evaluation = {
  id: 'contextLength',
  name: 'Context length',
  measures:
    'Does more context help? The same tokens are predicted from a sixteenth up to all of the context. Gain: loss with the shortest minus loss with the longest.',
  metrics: [
    {
      id: 'contextGain',
      name: 'Gain from context',
      unit: 'nats',
      better: 'higher',
      needsMixing: true,
      chance: () => 0,
    },
  ],
  needsText: true,
  skip: false,
  prepare(data) {
    const { context, text } = data;
    if (!text) return { unavailable: reasons.textOnly };
    const windows = windowRequests(data, windowCount);
    const lengths = contextLengths(context);
    // Only the last positions are scored, so that no token has less than half of the context it is said to have.
    const scored = Math.max(1, Math.floor(context / 32));
    return {
      requests: lengths.flatMap((length) =>
        windows.map(({ inputs, targets }) => ({
          inputs: inputs.subarray(context - length),
          targets: targets.slice(context - length).fill(-1, 0, length - scored),
        })),
      ),
      measure(scores) {
        const losses = lengths.map((_, i) =>
          scores.slice(i * windows.length, (i + 1) * windows.length).map((s) => meanLoss(s.logProbs)),
        );
        const series = lengths.map(
          (x, i): SeriesPoint => ({
            x,
            perplexity: omit(perplexityEstimate(losses[i] as number[]), ['items']),
          }),
        );
        // Paired by window: what is easy or hard about a window falls out of the difference.
        const whole = losses.at(-1) as number[];
        const gains = (losses[0] as number[]).map((loss, i) => loss - (whole[i] as number));
        return { metrics: { contextGain: meanEstimate(gains) }, series };
      },
    };
  },
};
