/** The last word of a passage, which only what came before can tell (after LAMBADA). */
import { sum } from 'es-toolkit';
import { findPassages, passageRequest } from './passages';
import { reasons } from './reasons';
import { meanEstimate, perplexityEstimate } from './statistics';
import type { Evaluation } from './types';

const passageCount = 200;

export const lastWord: Evaluation = {
  id: 'lastWord',
  name: 'Last word',
  measures:
    'The last word of a passage came earlier in it. Accuracy: how often the model’s first guess is that word. Perplexity: of that word.',
  metrics: [
    { id: 'lastWordAccuracy', name: 'Last-word accuracy', unit: 'share', better: 'higher' },
    { id: 'lastWordPerplexity', name: 'Last-word perplexity', unit: 'perplexity', better: 'lower' },
  ],
  needsText: true,
  skip: false,
  prepare({ context, text }) {
    if (!text) return { unavailable: reasons.textOnly };
    const passages = text.passages?.(passageCount) ?? findPassages(text, context, passageCount);
    const requests = passages
      .map((passage) => passageRequest(passage, text.tokenizer, context))
      .filter((request) => request !== null);
    if (requests.length < 2) return { unavailable: reasons.fewPassages };
    return {
      requests,
      measure: (scores) => ({
        metrics: {
          // Right is a word of which every token is the likeliest: what greedy decoding would write.
          lastWordAccuracy: meanEstimate(scores.map((s) => (s.likeliest.every(Boolean) ? 1 : 0))),
          lastWordPerplexity: perplexityEstimate(scores.map((s) => -sum(s.logProbs))),
        },
      }),
    };
  },
};
