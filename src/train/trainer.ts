/** One run in training: a model, its optimizer state and its stream of batches. */
import * as tf from '@tensorflow/tfjs';
import { range, sumBy } from 'es-toolkit';
import type { Batch } from '../data/batches';
import { Random } from '../data/random';
import type { BatchStream, DataSource } from '../data/source';
import { deviceIdle, kernelsRun } from '../device';
import { settingsOfRun } from '../experiment/overrides';
import type { Experiment, Run } from '../experiment/schema';
import { modelConfig } from '../model/config';
import { forward } from '../model/forward';
import { createModel, disposeModel, type Model, readModelWith } from '../model/model';
import { initialValues } from '../model/values';
import { adamWSchedule, createMoments, crossEntropy } from '../ops';
import { CapturedSteps } from './capturedSteps';
import { type Checkpoint, checkpointValues, savedParameters } from './checkpoint';
import { PlainSteps } from './plainSteps';
import { learningRateAt } from './schedule';
import { optimizeStep, type Stepper, stepInputs, type Trained } from './step';

/** What a step's forward and backward pass gave. */
export interface StepLoss {
  /** Counted from 1. */
  step: number;
  /** Mean cross-entropy of the step's batch before its update, nats per token. */
  loss: number;
  /** Global gradient norm before clipping. */
  gradNorm: number;
}

/** How a model does on the held-out sequences. */
export interface Validation {
  /** Mean cross-entropy of the due answers, nats per token. */
  loss: number;
  /** Share of the due answers whose likeliest token is right; null where the source has no chance to hold it against. */
  accuracy: number | null;
}

interface TrainerOptions {
  capture?: boolean;
  from?: Checkpoint;
  rateFactor?: number;
}

/** Owns its model and optimizer state until it is disposed. */
export class Trainer {
  readonly model: Model;
  /** Updates made so far. */
  steps: number;
  /** What the schedule's learning rates are multiplied by. */
  readonly rateFactor: number;
  /** With the settings of this run. */
  private readonly experiment: Experiment;
  private readonly moments: tf.Variable;
  /** Where the batches come from. */
  private readonly random: Random;
  private readonly batches: BatchStream;
  private readonly stepper: Stepper;
  /** Held-out sequences, the same at each validation. */
  private readonly heldOut: Batch;
  /** Steps whose loss has been read. */
  private stepsRead: number;

  /**
   * Runs of one seed see the same batches: the streams are forked from the seed by name. What is held out is the same for
   * every run, whatever its own seed.
   * @param shared the experiment, whose settings the run's own replace
   * @param capture whether steps are recorded and replayed where the device can
   * @param from checkpoint to resume from; without it, from the start
   * @param rateFactor of the steps to come; without it, that of the checkpoint
   * @throws Error for the reader where the checkpoint is of another model
   */
  constructor(
    shared: Experiment,
    run: Run,
    private readonly source: DataSource,
    { capture = true, from, rateFactor = from?.rateFactor ?? 1 }: TrainerOptions = {},
  ) {
    const experiment = settingsOfRun(shared, run);
    this.experiment = experiment;
    const random = new Random(experiment.seed);
    const config = modelConfig(experiment, run, source.vocab);
    const fixedSequence = source.fixedSequence(random.fork('batches'));
    const values = from
      ? checkpointValues(config, from)
      : initialValues(config, random.fork('init'), fixedSequence);
    this.model = createModel(config, values);
    this.moments = createMoments([...this.model.params.values()], from?.moments);
    this.random = from ? Random.restore(from.batches) : random.fork('batches');
    this.batches = source.batches(experiment.batch, this.random);
    this.steps = from?.steps ?? 0;
    this.stepsRead = this.steps;
    this.rateFactor = rateFactor;
    this.heldOut = source.validation(experiment.evalWindows, new Random(shared.seed).fork('validation'));
    const Steps = capture && kernelsRun() ? CapturedSteps : PlainSteps;
    this.stepper = new Steps(this.trained, experiment.optimizer);
  }

  private get trained(): Trained {
    return { model: this.model, moments: this.moments };
  }

  /** Dry-runs a step and a validation for their kernels alone, inside `compileAll`, where nothing reaches the device. */
  dryRun(): void {
    const { batch, optimizer } = this.experiment;
    const { context } = this.model.config;
    const empty = (rows: number) => {
      const tokens = new Int32Array(rows * context);
      return stepInputs({ inputs: tokens, targets: tokens, rows }, new Float32Array(3));
    };
    optimizeStep(this.trained, empty(batch), optimizer);
    for (const rows of new Set(this.validationBatches().map((part) => part.rows))) {
      const { tokens, targets } = empty(rows);
      this.evaluate(tokens, targets);
    }
  }

  /**
   * Records the step ahead of the first, once its kernels are compiled, and waits until the device has caught up: it lags
   * behind with the hundreds of buffers and bind groups of a recording, and the first step would pay for them.
   */
  async prepare(): Promise<void> {
    if (!(this.stepper instanceof CapturedSteps)) return;
    this.stepper.prepare(this.experiment.batch, this.model.config.context);
    await deviceIdle();
  }

  /** Takes one step on the next batch; its loss comes with the next read. */
  step(): void {
    const { optimizer, steps } = this.experiment;
    const rate = this.rateFactor * learningRateAt(this.steps, steps, optimizer);
    this.steps++;
    this.stepper.run(this.batches.next(), adamWSchedule(rate, this.steps, optimizer));
  }

  /** Draws the batch of the next step, which stays the next. */
  peekBatch(): Batch {
    return this.source.batches(this.experiment.batch, Random.restore(this.random.state())).next();
  }

  /** Reads the losses of the steps since the last read, in order. */
  async readLosses(): Promise<StepLoss[]> {
    const read = await this.stepper.read();
    return read.map((values) => ({ step: ++this.stepsRead, ...values }));
  }

  /** Reads back a checkpoint of the steps taken so far; further steps may be taken meanwhile. */
  async checkpoint(): Promise<Checkpoint> {
    const { steps, rateFactor, model } = this;
    const batches = this.random.state();
    const { values, more } = await readModelWith(model, [this.moments]);
    const { params, randomEmbedding, fixedSequence } = values;
    return {
      version: 1,
      steps,
      params: savedParameters(model.config, params),
      moments: more[0] as Float32Array,
      randomEmbedding,
      fixedSequence,
      batches,
      rateFactor,
    };
  }

  /** Evaluates the model on the held-out sequences. */
  async validate(): Promise<Validation> {
    const { context } = this.model.config;
    const parts = this.validationBatches().map(async ({ inputs, targets, rows }) => {
      const evaluated = tf.tidy(() => {
        const tensor = (tokens: Int32Array) => tf.tensor2d(tokens, [rows, context], 'int32');
        return this.evaluate(tensor(inputs), tensor(targets));
      });
      const [loss, correct] = await evaluated.data();
      evaluated.dispose();
      return { loss: loss as number, correct: correct ?? 0, due: targets.filter((t) => t >= 0).length };
    });
    const read = await Promise.all(parts);
    const due = sumBy(read, (part) => part.due);
    return {
      // A part's loss is a mean over its own answers, of which a task may have more in one part than in another.
      loss: sumBy(read, (part) => part.loss * part.due) / due,
      accuracy: this.source.chance === null ? null : sumBy(read, (part) => part.correct) / due,
    };
  }

  /** Gives (1) the mean loss of int32 (B, T); of a task (2), with the number of right answers. */
  private evaluate(tokens: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor1D {
    return tf.tidy(() => {
      const logits = forward(this.model, tokens);
      const loss = crossEntropy(logits, targets);
      if (this.source.chance === null) return tf.reshape(loss, [1]);
      // Where no answer is due the target is −1, which no token is.
      const correct = tf.sum(tf.cast(tf.equal(tf.argMax(logits, -1), targets), 'float32'));
      return tf.stack([loss, correct]) as tf.Tensor1D;
    });
  }

  /** The held-out sequences in parts of at most a batch. */
  private validationBatches(): Batch[] {
    const { batch } = this.experiment;
    const { context } = this.model.config;
    const { inputs, targets, rows } = this.heldOut;
    return range(0, rows, batch).map((from) => {
      const to = Math.min(rows, from + batch);
      const cut = (tokens: Int32Array) => tokens.slice(from * context, to * context);
      return { inputs: cut(inputs), targets: cut(targets), rows: to - from };
    });
  }

  /** Frees the model, its moments and the recorded step. */
  dispose(): void {
    disposeModel(this.model);
    this.moments.dispose();
    this.stepper.dispose();
  }
}
