/** One run in training: a model on an engine, its stream of batches and its schedule. */
import { range, sumBy } from 'es-toolkit';
import type { Batch } from '../data/batches';
import { Random } from '../data/random';
import type { BatchStream, DataSource } from '../data/source';
import type { Engine, EngineModel, ModelOptions, StepResult } from '../engine/engine';
import { settingsOfRun } from '../experiment/overrides';
import type { Experiment, Run } from '../experiment/schema';
import { type ModelConfig, modelConfig } from '../model/config';
import type { Intervention } from '../model/intervention';
import { initialValues, type ModelValues } from '../model/values';
import { adamWSchedule } from '../ops/adamWSchedule';
import { type Checkpoint, checkpointValues, savedParameters } from './checkpoint';
import { learningRateAt } from './schedule';

/** What a step gave, and which it was. */
export interface StepLoss extends StepResult {
  /** Counted from 1. */
  step: number;
}

/** How a model does on the held-out sequences. */
export interface Validation {
  /** Mean cross-entropy of the due answers, nats per token. */
  loss: number;
  /** Share of the due answers whose likeliest token is right; null where the source has no chance to hold it against. */
  accuracy: number | null;
  /** Due answers that they are the mean of. */
  answers: number;
  /** The parts of each held-out sequence in `loss`, which is their mean: where all have as many due answers, their losses. */
  windows: number[];
}

interface TrainerOptions {
  from?: Checkpoint | undefined;
  rateFactor?: number | undefined;
}

/** Owns its model until it is disposed. */
export class Trainer {
  readonly model: EngineModel;
  /** Updates made so far. */
  steps: number;
  /** What the schedule's learning rates are multiplied by. */
  readonly rateFactor: number;
  /** With the settings of this run. */
  private readonly experiment: Experiment;
  /** Where the batches come from. */
  private readonly random: Random;
  private readonly batches: BatchStream;
  /** Held-out sequences, the same at each validation. */
  private readonly heldOut: Batch;
  /** Steps whose loss has been read. */
  private stepsRead: number;

  /**
   * Runs of one seed see the same batches: the streams are forked from the seed by name. What is held out is the same for
   * every run, whatever its own seed.
   * @param shared the experiment, whose settings the run's own replace
   * @param from checkpoint to resume from; without it, from the start
   * @param rateFactor of the steps to come; without it, that of the checkpoint
   * @throws Error for the reader where the checkpoint is of another model
   */
  constructor(
    private readonly engine: Engine,
    shared: Experiment,
    run: Run,
    private readonly source: DataSource,
    { from, rateFactor = from?.rateFactor ?? 1 }: TrainerOptions = {},
  ) {
    const experiment = settingsOfRun(shared, run);
    this.experiment = experiment;
    const random = new Random(experiment.seed);
    const config = modelConfig(experiment, run, source.vocab);
    const fixedSequence = source.fixedSequence(random.fork('batches'));
    const values = from
      ? checkpointValues(config, from)
      : initialValues(config, random.fork('init'), fixedSequence);
    this.random = from ? Random.restore(from.batches) : random.fork('batches');
    this.batches = source.batches(experiment.batch, this.random);
    this.steps = from?.steps ?? 0;
    this.stepsRead = this.steps;
    this.rateFactor = rateFactor;
    this.heldOut = source.validation(experiment.evalWindows, new Random(shared.seed).fork('validation'));
    this.model = this.createModel(config, values, {
      moments: from?.moments,
      workers: engine.workersFor?.(shared.runs.length),
    });
  }

  private createModel(
    config: ModelConfig,
    values: ModelValues,
    options: Pick<ModelOptions, 'moments' | 'workers'>,
  ): EngineModel {
    const { batch, optimizer } = this.experiment;
    const scoredRows = this.heldOutBatches(config.context).map(({ rows }) => rows);
    return this.engine.createModel(config, values, { rows: batch, scoredRows, optimizer, ...options });
  }

  /** Takes one step on the next batch; its loss comes with the next read. @param measured see EngineModel.step */
  step(measured = false): void {
    const { optimizer, steps } = this.experiment;
    const rate = this.rateFactor * learningRateAt(this.steps, steps, optimizer);
    this.steps++;
    this.model.step(this.batches.next(), adamWSchedule(rate, this.steps, optimizer), measured);
  }

  /** Draws the batch of the next step, which stays the next. */
  peekBatch(): Batch {
    return this.source.batches(this.experiment.batch, Random.restore(this.random.state())).next();
  }

  /** Reads the losses of the steps since the last read, in order. */
  async readLosses(): Promise<StepLoss[]> {
    const read = await this.model.readSteps();
    return read.map((values) => ({ step: ++this.stepsRead, ...values }));
  }

  /** Reads back a checkpoint of the steps taken so far; further steps may be taken meanwhile. */
  async checkpoint(): Promise<Checkpoint> {
    const { steps, rateFactor, model } = this;
    const batches = this.random.state();
    const { values, moments } = await model.read();
    const { params, randomEmbedding, fixedSequence } = values;
    return {
      version: 1,
      steps,
      params: savedParameters(model.config, params),
      moments,
      randomEmbedding,
      fixedSequence,
      batches,
      rateFactor,
    };
  }

  /**
   * Evaluates the model on the held-out sequences.
   * @param model or a copy of it
   * @param intervene what is otherwise in the copy for a batch
   */
  async validate(
    model = this.model,
    intervene?: (batch: Batch) => Promise<Intervention>,
  ): Promise<Validation> {
    const { chance } = this.source;
    const scored = async (batch: Batch) => ({
      ...(await model.score(batch, chance !== null, intervene && (await intervene(batch)))),
      due: batch.targets.filter((target) => target >= 0).length,
    });
    const batches = this.heldOutBatches();
    // What is put in may be large: it is made for one batch after the other.
    const read = intervene ? await inTurn(batches, scored) : await Promise.all(batches.map(scored));
    const due = sumBy(read, (part) => part.due);
    const rows = read.flatMap(({ rowLosses }) => rowLosses);
    return {
      // A part's loss is a mean over its own answers, of which a task may have more in one part than in another.
      loss: sumBy(read, (part) => part.loss * part.due) / due,
      accuracy: chance === null ? null : sumBy(read, (part) => part.right) / due,
      answers: due,
      windows: rows.map((loss) => (loss * rows.length) / due),
    };
  }

  /** Copies the model as it is now, on the same engine; the caller disposes it. */
  async copy(): Promise<EngineModel> {
    const { values } = await this.model.read();
    return this.createModel(this.model.config, values, {});
  }

  /** Cuts the held-out sequences into parts of at most a batch. */
  heldOutBatches(context = this.model.config.context): Batch[] {
    const { batch } = this.experiment;
    const { inputs, targets, rows } = this.heldOut;
    return range(0, rows, batch).map((from) => {
      const to = Math.min(rows, from + batch);
      const cut = (tokens: Int32Array) => tokens.slice(from * context, to * context);
      return { inputs: cut(inputs), targets: cut(targets), rows: to - from };
    });
  }

  /** Frees the model. */
  dispose(): void {
    this.model.dispose();
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}
