/** One run in training: a model, its optimizer state and its stream of batches. */
import * as tf from '@tensorflow/tfjs';
import { type Batch, BatchSampler, evaluationWindows } from '../data/batches';
import { Random } from '../data/random';
import type { Experiment, Run } from '../experiment/schema';
import { modelConfig, nonStandardLayers } from '../model/config';
import { loss } from '../model/forward';
import { createModel, disposeModel, initialValues, type Model } from '../model/model';
import { adamWStep, createAdamWState, disposeAdamWState } from '../ops';
import { learningRateAt } from './schedule';

export interface TrainingData {
  train: Int32Array;
  validation: Int32Array;
  vocab: number;
}

/** Loss and gradient norm of a step, still on the device; whoever takes them disposes them. */
export interface StepResult {
  loss: tf.Scalar;
  gradNorm: tf.Scalar;
}

export class Trainer {
  readonly model: Model;
  /** Updates made so far. */
  steps = 0;
  private readonly adam;
  private readonly sampler: BatchSampler;

  /** Every run of an experiment sees the same batches: the streams are forked from the seed by name. */
  constructor(
    private readonly experiment: Experiment,
    run: Run,
    private readonly data: TrainingData,
  ) {
    const random = new Random(experiment.seed);
    const config = modelConfig(experiment, run, data.vocab);
    this.model = createModel(config, initialValues(config, random.fork('init'), data.train));
    this.adam = createAdamWState(this.variables);
    this.sampler = new BatchSampler(data.train, config.context, experiment.batch, random.fork('batches'));
  }

  private get variables(): tf.Variable[] {
    return [...this.model.params.values()];
  }

  /** One update on the next batch. */
  step(): StepResult {
    const { optimizer, steps } = this.experiment;
    const batch = this.sampler.next();
    const learningRate = learningRateAt(this.steps, steps, optimizer);
    const result = optimizeStep(this.model, this.adam, batch, {
      ...optimizer,
      eps: optimizer.epsilon,
      learningRate,
    });
    this.steps++;
    return result;
  }

  /** Mean validation loss in nats per token; with `skip`, of the model without its non-standard layers (§4.2). */
  async validate(options: { skip?: boolean } = {}): Promise<number> {
    const { context, layers } = this.model.config;
    const skip = options.skip ? new Set(nonStandardLayers(layers)) : undefined;
    const windows = evaluationWindows(this.data.validation, context, this.experiment.evalWindows);
    const sums: Promise<number>[] = [];
    const { batch } = this.experiment;
    for (let start = 0; start < windows.rows; start += batch) {
      const count = Math.min(batch, windows.rows - start);
      const mean = tf.tidy(() => {
        const slice = (tokens: Int32Array) =>
          tf.tensor2d(tokens.slice(start * context, (start + count) * context), [count, context], 'int32');
        return loss(this.model, slice(windows.inputs), slice(windows.targets), { skip });
      });
      sums.push(
        mean.data().then(([value]) => {
          mean.dispose();
          return (value as number) * count;
        }),
      );
    }
    const total = (await Promise.all(sums)).reduce((a, b) => a + b, 0);
    return total / windows.rows;
  }

  dispose(): void {
    disposeModel(this.model);
    disposeAdamWState(this.adam);
  }
}

/** Forward, backward and AdamW on one batch of (B, T) tokens. */
export function optimizeStep(
  model: Model,
  adam: ReturnType<typeof createAdamWState>,
  batch: Batch,
  hyper: Parameters<typeof adamWStep>[3],
): StepResult {
  const variables = [...model.params.values()];
  return tf.tidy(() => {
    const shape: [number, number] = [batch.rows, batch.inputs.length / batch.rows];
    const inputs = tf.tensor2d(batch.inputs, shape, 'int32');
    const targets = tf.tensor2d(batch.targets, shape, 'int32');
    const { value, grads } = tf.variableGrads(() => loss(model, inputs, targets), variables);
    const { gradNorm } = adamWStep(
      variables,
      variables.map((v) => grads[v.name] as tf.Tensor),
      adam,
      hyper,
    );
    return { loss: value, gradNorm };
  });
}
