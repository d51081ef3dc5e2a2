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
  /** How often each token is followed. */
  private readonly followed: Float64Array;
  /** What follows each token, grouped by it: those of token v begin at starts[v]. */
  private readonly next: Int32Array;
  private readonly starts: Int32Array;
  /** Of the tokens that were asked for: those that follow it and how often. */
  private readonly followers = new Map<number, Map<number, number>>();
  /** (V) zeros, to count in. */
  private readonly scratch: Int32Array;
  private readonly likeliestAlone: number;
  private readonly likeliestNext = new Map<number, number>();

  /** Counts each target that is asked for, and the input it follows. @param vocab V */
  constructor(
    { inputs, targets }: Pick<Batch, 'inputs' | 'targets'>,
    private readonly vocab: number,
  ) {
    const unigrams = new Float64Array(vocab);
    const followed = new Float64Array(vocab);
    const { length } = targets;
    for (let i = 0; i < length; i++) {
      const target = targets[i] as number;
      if (target < 0) continue;
      unigrams[target]! += 1;
      followed[inputs[i] as number]! += 1;
    }
    // Grouping costs little; counting every pair in maps would cost a hundred times as much.
    const starts = new Int32Array(vocab + 1);
    for (let v = 0; v < vocab; v++) starts[v + 1] = (starts[v] as number) + (followed[v] as number);
    const next = new Int32Array(starts[vocab] as number);
    const place = starts.slice(0, vocab);
    for (let i = 0; i < length; i++) {
      const target = targets[i] as number;
      if (target >= 0) next[place[inputs[i] as number]!++] = target;
    }
    this.unigrams = unigrams;
    this.followed = followed;
    this.next = next;
    this.starts = starts;
    this.total = next.length;
    this.scratch = new Int32Array(vocab);
    this.likeliestAlone = unigrams.indexOf(unigrams.reduce((a, b) => Math.max(a, b), 0));
  }

  /** Counts what follows a token; undefined where it was never followed. */
  private followersOf(before: number): Map<number, number> | undefined {
    const known = this.followers.get(before);
    if (known || this.followed[before] === 0) return known;
    const { next, scratch } = this;
    const end = this.starts[before + 1] as number;
    const kinds: number[] = [];
    for (let i = this.starts[before] as number; i < end; i++) {
      const token = next[i] as number;
      if (scratch[token] === 0) kinds.push(token);
      scratch[token]! += 1;
    }
    const counted = new Map(kinds.map((token) => [token, scratch[token] as number]));
    for (const token of kinds) scratch[token] = 0;
    this.followers.set(before, counted);
    return counted;
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
    const next = this.followersOf(before);
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
    const candidates = [...(this.followersOf(before)?.keys() ?? []), this.likeliestAlone].sort(
      (a, b) => a - b,
    );
    const best = candidates.reduce((a, b) => (this.bigram(before, b) > this.bigram(before, a) ? b : a));
    this.likeliestNext.set(before, best);
    return best;
  }
}

/**
 * Measures the bigram model on held-out sequences.
 * @param countRight whether the accuracy is wanted, which takes longer; else it is null
 * @returns mean cross-entropy of the due targets in nats per token, and the share whose likeliest token is right
 */
export function bigramOn(
  counts: NgramCounts,
  { inputs, targets }: Pick<Batch, 'inputs' | 'targets'>,
  countRight: boolean,
): { loss: number; accuracy: number | null } {
  let [loss, right, due] = [0, 0, 0];
  targets.forEach((target, i) => {
    if (target < 0) return;
    const before = inputs[i] as number;
    loss -= Math.log(counts.bigram(before, target));
    if (countRight && counts.likeliestAfter(before) === target) right++;
    due++;
  });
  return { loss: loss / due, accuracy: countRight ? right / due : null };
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
