/** What an evaluation is: a question put to any model that can say how likely a token is, and how its answer is read. */
import type { Batch } from '../../data/batches';
import type { Tokenizer } from '../../data/tokenizers';

/** A mean and how sure it is. */
export interface Estimate {
  value: number;
  /** Standard error of the mean, from the sample standard deviation (n − 1), as lm-evaluation-harness has it. */
  stderr: number;
  /** How many independent items it is the mean of. */
  n: number;
  /**
   * Their values, in an order that is the same for every model, so that two models are compared item by item; of a perplexity the losses,
   * nats. Left out where nothing is compared.
   */
  items?: readonly number[] | undefined;
  /** Seeds that it is the mean of, one run of each: then `stderr` is the deviation between them. */
  seeds?: number;
  /** Lowest and highest over the seeds that it is the mean of, told in place of a standard error. */
  range?: [number, number];
  /** 95% confidence interval where it does not lie evenly around the value. */
  interval?: [number, number];
}

/** Share counts as 0 to 1 and is shown in percent. */
export type MetricUnit = 'perplexity' | 'share' | 'nats' | 'bits';

/** A guess that has learned nothing. */
export interface Guess {
  /** Tokens it is one of. */
  vocab: number;
  /** How often it is right, 0 to 1. */
  chance: number;
}

/** A number that an evaluation gives. */
export interface Metric {
  /** Unique over all evaluations. */
  id: string;
  name: string;
  unit: MetricUnit;
  /** null where neither is better and the number only tells what a model is made of. */
  better: 'lower' | 'higher' | null;
  /** The metric means nothing for a model without token mixing. */
  needsMixing?: boolean;
  /** What a guess reaches; left out where that says nothing. */
  chance?: (guess: Guess) => number;
}

/** Some tokens, and what is asked at which of them. */
export interface EvalRequest {
  /** At most a context of them. */
  inputs: Int32Array;
  /** For each input the token that is asked for, given all up to there; −1 where none is. At least one is. */
  targets: Int32Array;
}

/** The answer to a request, for each token asked for. */
export interface Score {
  /** ln p of the token, nats. */
  logProbs: number[];
  /** Whether it is the one the model finds likeliest. */
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

/** Scores of a batch, (rows, context) row-major. */
export interface TargetScores {
  logProbs: ArrayLike<number>;
  /** 1 or 0. */
  likeliest: ArrayLike<number>;
}

/** A passage whose last word is asked for: `text + answer`. */
export interface Passage {
  text: string;
  /** The word with the white space before it, where there is some. */
  answer: string;
}

/** What questions are made of. */
export interface EvalData {
  context: number;
  /** What is never trained on, the same each time. @param count how many windows are wanted; fewer may come */
  windows(count: number): Batch;
  /** null where no text is trained on. */
  text: HeldOutText | null;
}

/** A text's held-out tokens, and what they stand for. */
export interface HeldOutText {
  /** At least context + 1 tokens. */
  tokens: Int32Array;
  tokenizer: Pick<Tokenizer, 'encode' | 'decode'>;
  /** Bytes of UTF-8 that a token stands for on average. */
  bytesPerToken: number;
  /** Makes passages where the text brings its own; else they are looked for in the tokens. */
  passages?(count: number): readonly Passage[];
}

/** Perplexity at one context length. */
export interface SeriesPoint {
  /** Tokens of context. */
  x: number;
  perplexity: Estimate;
}

/** What an evaluation found, or why it found nothing. */
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

/** An evaluation's requests and how their scores are summed up, or why there are none. */
export type Prepared =
  | { requests: EvalRequest[]; measure(scores: readonly Score[]): Outcome }
  | { unavailable: string };

/** An entry of the registry of evaluations. */
export interface Evaluation {
  id: string;
  name: string;
  /** What it measures, in one sentence. */
  measures: string;
  metrics: readonly Metric[];
  /** It is made of words, and so not for a task. */
  needsText: boolean;
  /** Asked of the model without its non-standard layers (§4.2). */
  skip: boolean;
  /** The same requests for every model, so that models differ by their answers alone. */
  prepare(data: EvalData): Prepared;
}
