/** One run in training: a model, its optimizer state and its stream of batches. */
import * as tf from '@tensorflow/tfjs';
import { type Batch, BatchSampler, evaluationWindows } from '../data/batches';
import { Random } from '../data/random';
import type { Experiment, Run } from '../experiment/schema';
import { modelConfig, nonStandardLayers } from '../model/config';
import { loss } from '../model/forward';
import { createModel, disposeModel, initialValues, type Model } from '../model/model';
import { adamWSchedule, createMoments, deviceIdle, kernelsRun } from '../ops';
import { CapturedSteps } from './capturedSteps';
import { PlainSteps } from './plainSteps';
import { learningRateAt } from './schedule';
import { optimizeStep, type Stepper, stepInputs, type Trained } from './step';

export interface TrainingData {
  train: Int32Array;
  validation: Int32Array;
  vocab: number;
}

export interface StepLoss {
  /** Counted from 1. */
  step: number;
  /** Mean cross-entropy of the step's batch before its update, nats per token. */
  loss: number;
  /** Global gradient norm before clipping. */
  gradNorm: number;
}

export class Trainer {
  readonly model: Model;
  /** Updates made so far. */
  steps = 0;
  private readonly moments: tf.Variable;
  private readonly sampler: BatchSampler;
  private readonly stepper: Stepper;
  /** Held-out windows, the same at each validation. */
  private readonly windows: Batch;
  /** Steps whose loss has been read. */
  private stepsRead = 0;

  /**
   * Every run of an experiment sees the same batches: the streams are forked from the seed by name.
   * @param capture whether steps are recorded and replayed where the device can
   */
  constructor(
    private readonly experiment: Experiment,
    run: Run,
    data: TrainingData,
    { capture = true }: { capture?: boolean } = {},
  ) {
    const random = new Random(experiment.seed);
    const config = modelConfig(experiment, run, data.vocab);
    this.model = createModel(config, initialValues(config, random.fork('init'), data.train));
    this.moments = createMoments([...this.model.params.values()]);
    this.sampler = new BatchSampler(data.train, config.context, experiment.batch, random.fork('batches'));
    this.windows = evaluationWindows(data.validation, config.context, experiment.evalWindows);
    const Steps = capture && kernelsRun() ? CapturedSteps : PlainSteps;
    this.stepper = new Steps(this.trained, experiment.optimizer);
  }

  private get trained(): Trained {
    return { model: this.model, moments: this.moments };
  }

  /** Runs a step and a validation for their kernels alone, inside `compileAll`, where nothing reaches the device. */
  rehearse(): void {
    const { batch, optimizer } = this.experiment;
    const { context } = this.model.config;
    const empty = (rows: number) => {
      const tokens = new Int32Array(rows * context);
      return stepInputs({ inputs: tokens, targets: tokens, rows }, new Float32Array(3));
    };
    optimizeStep(this.trained, empty(batch), optimizer);
    for (const rows of new Set(this.validationBatches().map(({ count }) => count))) {
      const { tokens, targets } = empty(rows);
      loss(this.model, tokens, targets);
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

  /** One update on the next batch; its loss comes with the next read. */
  step(): void {
    const { optimizer, steps } = this.experiment;
    const rate = learningRateAt(this.steps, steps, optimizer);
    this.steps++;
    this.stepper.run(this.sampler.next(), adamWSchedule(rate, this.steps, optimizer));
  }

  /** The losses of the steps since the last read, in order. */
  async readLosses(): Promise<StepLoss[]> {
    const read = await this.stepper.read();
    return read.map((values) => ({ step: ++this.stepsRead, ...values }));
  }

  /** Mean validation loss in nats per token; with `skip`, of the model without its non-standard layers (§4.2). */
  async validate(options: { skip?: boolean } = {}): Promise<number> {
    const { context, layers } = this.model.config;
    const skip = options.skip ? new Set(nonStandardLayers(layers)) : undefined;
    const { windows } = this;
    const sums = this.validationBatches().map(async ({ start, count }) => {
      const mean = tf.tidy(() => {
        const slice = (tokens: Int32Array) =>
          tf.tensor2d(tokens.slice(start * context, (start + count) * context), [count, context], 'int32');
        return loss(this.model, slice(windows.inputs), slice(windows.targets), { skip });
      });
      const [value] = await mean.data();
      mean.dispose();
      return (value as number) * count;
    });
    const total = (await Promise.all(sums)).reduce((a, b) => a + b, 0);
    return total / windows.rows;
  }

  /** Which windows are evaluated at a time. */
  private validationBatches(): { start: number; count: number }[] {
    const { batch } = this.experiment;
    const { rows } = this.windows;
    return Array.from({ length: Math.ceil(rows / batch) }, (_, n) => ({
      start: n * batch,
      count: Math.min(batch, rows - n * batch),
    }));
  }

  dispose(): void {
    disposeModel(this.model);
    this.moments.dispose();
    this.stepper.dispose();
  }
}
