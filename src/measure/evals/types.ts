/** What an evaluation is: a question put to any model that can say how likely a token is, and how its answer is read. */
import type { Tokenizer } from '../../data/tokenizers';

/** A mean and how sure it is. */
export interface Estimate {
  value: number;
  /** Standard error of the mean, from the sample standard deviation (n − 1), as lm-evaluation-harness has it. */
  stderr: number;
  /** How many independent items it is the mean of. */
  n: number;
  /** 95% confidence interval where it does not lie evenly around the value. */
  interval?: [number, number];
}

/** Share counts as 0 to 1 and is shown in percent. */
export type Unit = 'perplexity' | 'share' | 'nats';

export interface Metric {
  /** Unique over all evaluations. */
  id: string;
  name: string;
  unit: Unit;
  /** null where neither is better and the number only tells what a model is made of. */
  better: 'lower' | 'higher' | null;
  /** What a uniform guess reaches; left out where that says nothing. */
  chance?: (vocab: number) => number;
}

/** Some tokens of which the later ones are asked for: each from `from` on, given all before it. */
export interface Request {
  /** At most context + 1 of them. */
  tokens: Int32Array;
  /** At least 1. */
  from: number;
}

/** The answer to a request, for its tokens from `from` on. */
export interface Score {
  /** ln p(token | those before it), nats. */
  logProbs: number[];
  /** Whether each token is the one the model finds likeliest. */
  likeliest: boolean[];
}

/** What evaluations see of a model. Every batch has the same shape, since each new one costs kernels. */
export interface EvalModel {
  context: number;
  /** Windows in a batch. */
  rows: number;
  /** Whether there are layers that `skip` leaves out. */
  canSkip: boolean;
  /**
   * @param inputs token ids (rows, context), row-major
   * @param targets the tokens that follow, −1 where none is asked for
   * @returns for each target ln p and whether it is the likeliest token; anything where none is asked for
   */
  score(inputs: Int32Array, targets: Int32Array, options: { skip: boolean }): Promise<TargetScores>;
}

export interface TargetScores {
  logProbs: ArrayLike<number>;
  /** 1 or 0. */
  likeliest: ArrayLike<number>;
}

/** A passage whose last word is asked for. */
export interface Passage {
  /** All before the answer, or the whole passage with the answer at its end. */
  text: string;
  answer: string;
}

export interface EvalData {
  /** Held-out tokens, at least context + 1. */
  validation: Int32Array;
  context: number;
  tokenizer: Pick<Tokenizer, 'encode' | 'decode'>;
  /** Where the text brings its own passages; else they are looked for in the held-out text. */
  passages?: readonly Passage[];
}

export interface SeriesPoint {
  /** Tokens of context. */
  x: number;
  perplexity: Estimate;
}

export type Outcome =
  | {
      /** By metric id. */
      metrics: Record<string, Estimate>;
      /** Perplexity at each context length, shortest first. */
      series?: SeriesPoint[];
    }
  | {
      /** Why there is no number, in a few words. */
      unavailable: string;
    };

export type Prepared =
  | { requests: Request[]; measure(scores: readonly Score[]): Outcome }
  | { unavailable: string };

export interface Evaluation {
  id: string;
  name: string;
  /** What it measures, in one sentence. */
  measures: string;
  metrics: readonly Metric[];
  /** Asked of the model without its non-standard layers (§4.2). */
  skip: boolean;
  /** The same requests for every model, so that models differ by their answers alone. */
  prepare(data: EvalData): Prepared;
}
