/**
 * Unigram and bigram models counted on what is trained on: what a model without context, or with one token of it, reaches.
 */
import type { Batch } from '../../data/batches';
import type { EvalModel } from './types';

/** A model that needs no training. */
export interface Baseline {
  id: string;
  name: string;
  /** How it is counted and smoothed, in a sentence. */
  note: string;
  model(counts: NgramCounts, shape: Pick<EvalModel, 'context' | 'rows'>): EvalModel;
}

/** Counts of tokens and of pairs, with the probabilities they give. */
export class NgramCounts {
  private readonly total: number;
  private readonly unigrams: Float64Array;
  /** For each token those that follow it and how often; null where it was never followed. */
  private readonly followers: (Map<number, number> | undefined)[];
  /** How often each token is followed. */
  private readonly followed: Float64Array;
  private readonly likeliestAlone: number;
  private readonly likeliestNext = new Map<number, number>();

  /** Counts each target that is asked for, and the input it follows. @param vocab V */
  constructor(
    { inputs, targets }: Pick<Batch, 'inputs' | 'targets'>,
    private readonly vocab: number,
  ) {
    this.unigrams = new Float64Array(vocab);
    this.followed = new Float64Array(vocab);
    this.followers = new Array(vocab);
    targets.forEach((target, i) => {
      if (target < 0) return;
      const before = inputs[i] as number;
      this.unigrams[target]! += 1;
      this.followed[before]! += 1;
      this.followers[before] ??= new Map();
      const next = this.followers[before] as Map<number, number>;
      next.set(target, (next.get(target) ?? 0) + 1);
    });
    this.total = this.unigrams.reduce((a, b) => a + b, 0);
    this.likeliestAlone = this.unigrams.indexOf(this.unigrams.reduce((a, b) => Math.max(a, b), 0));
  }

  /** Gives a token's probability with add-one smoothing: (c(w) + 1) / (N + V). */
  unigram(token: number): number {
    return ((this.unigrams[token] as number) + 1) / (this.total + this.vocab);
  }

  /**
   * Gives a token's probability after another by Witten and Bell's interpolation (1991): (c(v w) + T(v) p(w)) / (c(v) +
   * T(v)), T(v) the number of different tokens seen after v; p the unigram, which alone holds after a token that was never
   * followed.
   */
  bigram(before: number, token: number): number {
    const next = this.followers[before];
    if (!next) return this.unigram(token);
    const kinds = next.size;
    return (
      ((next.get(token) ?? 0) + kinds * this.unigram(token)) / ((this.followed[before] as number) + kinds)
    );
  }

  /** Finds the token of the largest unigram probability, the first of equals. */
  likeliest(): number {
    return this.likeliestAlone;
  }

  /** Finds the token of the largest bigram probability after `before`, the first of equals. */
  likeliestAfter(before: number): number {
    const known = this.likeliestNext.get(before);
    if (known !== undefined) return known;
    // Of those not seen here the likeliest alone is the only one that may win.
    const candidates = [...(this.followers[before]?.keys() ?? []), this.likeliestAlone].sort((a, b) => a - b);
    const best = candidates.reduce((a, b) => (this.bigram(before, b) > this.bigram(before, a) ? b : a));
    this.likeliestNext.set(before, best);
    return best;
  }
}

/** Makes a model that predicts from the token before alone. */
function ngramModel(
  shape: Pick<EvalModel, 'context' | 'rows'>,
  probability: (before: number, token: number) => number,
  likeliest: (before: number) => number,
): EvalModel {
  return {
    ...shape,
    canSkip: false,
    async score(inputs, targets) {
      const asked = (position: number) => (targets[position] as number) >= 0;
      const logProbs = Float64Array.from(inputs, (before, i) =>
        asked(i) ? Math.log(probability(before, targets[i] as number)) : 0,
      );
      const right = Uint8Array.from(inputs, (before, i) =>
        asked(i) && likeliest(before) === targets[i] ? 1 : 0,
      );
      return { logProbs, likeliest: right };
    },
  };
}

/** In the order of the table's rows. */
export const baselines: readonly Baseline[] = [
  {
    id: 'baseline:unigram',
    name: 'Unigram',
    note: 'Unigram: how often each token is the answer in what is trained on, with add-one smoothing.',
    model: (counts, shape) =>
      ngramModel(
        shape,
        (_, token) => counts.unigram(token),
        () => counts.likeliest(),
      ),
  },
  {
    id: 'baseline:bigram',
    name: 'Bigram',
    note: 'Bigram: how often it follows the token before it there, with Witten–Bell interpolation.',
    model: (counts, shape) =>
      ngramModel(
        shape,
        (before, token) => counts.bigram(before, token),
        (before) => counts.likeliestAfter(before),
      ),
  },
];
