// Where a run's tokens come from: a text cut into windows, or a task that makes fresh sequences.

import { type Batch, BatchSampler, evaluationWindows } from './batches';
import type { Random } from './random';
import type { ChosenTask, TaskSample } from './tasks';

/** Of a task's endless sequences so many are counted: enough for its few tokens. */
const countedSequences = 1024;

/** A stream of training batches, all of one shape. */
export interface BatchStream {
  next(): Batch;
}

/** What every run of an experiment reads. It holds no position: each run draws from a stream of its own. */
export interface DataSource {
  /** Token ids are below this. */
  readonly vocab: number;
  /** How often a guess from the current token alone is right; null where accuracy is no measure of the source. */
  readonly chance: number | null;
  /** The first T tokens to train on, for the text stream of FixedSeqQK. @param random as for `batches` */
  fixedSequence(random: Random): Int32Array;
  /** @param rows sequences in a batch; two streams of equal generators give the same batches */
  batches(rows: number, random: Random): BatchStream;
  /** What is never trained on, the same for equal generators. @param count how many sequences are wanted, at least 1 */
  validation(count: number, random: Random): Batch;
  /** Answers and the tokens before them, for models that only count; none of a task's hints. */
  counted(random: Random): Pick<Batch, 'inputs' | 'targets'>;
}

export interface TextTokens {
  train: Int32Array;
  validation: Int32Array;
  vocab: number;
}

/** Windows of a text, every next token due; the validation windows are spread over the text held out. */
export function textSource({ train, validation, vocab }: TextTokens, context: number): DataSource {
  return {
    vocab,
    chance: null,
    fixedSequence: () => train.slice(0, context),
    batches: (rows, random) => new BatchSampler(train, context, rows, random),
    validation: (count) => evaluationWindows(validation, context, count),
    counted: () => ({ inputs: train.subarray(0, -1), targets: train.subarray(1) }),
  };
}

/** Fresh sequences of a task for every batch; the fixed sequence is the first of the first batch. */
export function taskSource(task: ChosenTask, context: number): DataSource {
  const draw = (rows: number, random: Random) =>
    Array.from({ length: rows }, () => task.sample(random, context));
  return {
    vocab: task.tokens.length,
    chance: task.chance,
    fixedSequence: (random) => task.sample(random, context).tokens,
    batches: (rows, random) => ({ next: () => laidEndToEnd(draw(rows, random).map(withHints), context) }),
    validation: (count, random) => laidEndToEnd(draw(count, random), context),
    counted: (random) => laidEndToEnd(draw(countedSequences, random), context),
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

function laidEndToEnd(samples: readonly TaskSample[], context: number): Batch {
  const rows = samples.length;
  const inputs = new Int32Array(rows * context);
  const targets = new Int32Array(rows * context);
  samples.forEach((sample, row) => {
    inputs.set(sample.tokens, row * context);
    targets.set(sample.targets, row * context);
  });
  return { inputs, targets, rows };
}
