// Where a run's tokens come from: a text cut into windows, or a task that makes fresh sequences.

import { type Batch, BatchSampler, evaluationWindows } from './batches';
import type { Random } from './random';
import type { ChosenTask, TaskSample } from './tasks';

/** Sequences that n-grams of a task are counted on: enough for its few tokens. */
const ngramSequences = 1024;

/** A stream of training batches, all of one shape. */
export interface BatchStream {
  /** Draws the next batch. */
  next(): Batch;
}

/** What every run of an experiment reads. It holds no position: each run draws from a stream of its own. */
export interface DataSource {
  /** Token ids are below this. */
  readonly vocab: number;
  /** How often a guess from the current token alone is right; null where accuracy is no measure of the source. */
  readonly chance: number | null;
  /** Gives the first T tokens to train on, for the text stream of FixedSeqQK. @param random as for `batches` */
  fixedSequence(random: Random): Int32Array;
  /** Opens a stream of batches. @param rows sequences in a batch; two streams of equal generators give the same batches */
  batches(rows: number, random: Random): BatchStream;
  /**
   * Gives sequences that are never trained on, the same for equal generators.
   * @param count how many are wanted, at least 1
   */
  validation(count: number, random: Random): Batch;
  /** Gives answers and the tokens before them, for n-gram baselines to count; none of a task's hints. */
  ngramData(random: Random): Pick<Batch, 'inputs' | 'targets'>;
}

/** A text's token ids, split for training and validation. */
export interface TextTokens {
  train: Int32Array;
  validation: Int32Array;
  vocab: number;
}

/**
 * Makes a source of a text's windows, every next token due; the validation windows are spread over the text held out. Its
 * methods throw a RangeError where a part has fewer than context + 1 tokens.
 */
export function textSource({ train, validation, vocab }: TextTokens, context: number): DataSource {
  return {
    vocab,
    chance: null,
    fixedSequence: () => train.slice(0, context),
    batches: (rows, random) => new BatchSampler(train, context, rows, random),
    validation: (count) => evaluationWindows(validation, context, count),
    ngramData: () => ({ inputs: train.subarray(0, -1), targets: train.subarray(1) }),
  };
}

/** Makes a source of a task: fresh sequences for every batch; the fixed sequence is the first of the first batch. */
export function taskSource(task: ChosenTask, context: number): DataSource {
  const draw = (rows: number, random: Random) =>
    Array.from({ length: rows }, () => task.sample(random, context));
  return {
    vocab: task.tokens.length,
    chance: task.chance,
    fixedSequence: (random) => task.sample(random, context).tokens,
    batches: (rows, random) => ({ next: () => packed(draw(rows, random).map(withHints), context) }),
    validation: (count, random) => packed(draw(count, random), context),
    ngramData: (random) => packed(draw(ngramSequences, random), context),
  };
}

/** A hint is given where no answer is due. */
function withHints({ targets, hints, ...sample }: TaskSample): TaskSample {
  return {
    ...sample,
    hints,
    targets: targets.map((answer, t) => (answer >= 0 ? answer : (hints[t] as number))),
  };
}

function packed(samples: readonly TaskSample[], context: number): Batch {
  const rows = samples.length;
  const inputs = new Int32Array(rows * context);
  const targets = new Int32Array(rows * context);
  samples.forEach((sample, row) => {
    inputs.set(sample.tokens, row * context);
    targets.set(sample.targets, row * context);
  });
  return { inputs, targets, rows };
}
