/** A model as tensors of TensorFlow.js, with its optimizer state and its recorded step. */
import * as tf from '@tensorflow/tfjs';
import type { AttentionMap } from '../attention/composedAttention';
import type { Batch } from '../data/batches';
import { kernelsRun } from '../device';
import type {
  BatchScore,
  EngineModel,
  LayerAttention,
  LayerMagnitudes,
  LayerStep,
  ModelOptions,
  ModelState,
  StepResult,
} from '../engine/engine';
import type { ModelConfig } from '../model/config';
import { forward } from '../model/forward';
import { checkIntervention, type Intervention, intervened } from '../model/intervention';
import { createModel, disposeModel, type Model, readModelWith } from '../model/model';
import type { ModelValues } from '../model/values';
import { createMoments, crossEntropy, rowLosses } from '../ops';
import { CapturedSteps } from './capturedSteps';
import { measuredStep } from './layerSteps';
import { PlainSteps } from './plainSteps';
import { optimizeStep, type Stepper, stepInputs, type Trained } from './step';

export class TensorModel implements EngineModel {
  private readonly model: Model;
  private readonly moments: tf.Variable;
  private readonly stepper: Stepper;
  /** Of the last step, where it was measured. */
  private last: Promise<LayerStep[]> | null = null;

  constructor(
    readonly config: ModelConfig,
    values: ModelValues,
    private readonly options: ModelOptions,
    capture: boolean,
  ) {
    this.model = createModel(config, values);
    this.moments = createMoments([...this.model.params.values()], options.moments);
    const Steps = capture && kernelsRun() ? CapturedSteps : PlainSteps;
    this.stepper = new Steps(this.trained, options.optimizer);
  }

  private get trained(): Trained {
    return { model: this.model, moments: this.moments };
  }

  /** Dry-runs a step and the scores for their kernels alone, inside `compileAll`, where nothing reaches the device. */
  dryRun(): void {
    const { rows, scoredRows, optimizer } = this.options;
    const empty = (rows: number) => {
      const tokens = new Int32Array(rows * this.config.context);
      return stepInputs({ inputs: tokens, targets: tokens, rows }, new Float32Array(3));
    };
    optimizeStep(this.trained, empty(rows), optimizer);
    for (const some of new Set(scoredRows)) {
      const { tokens, targets } = empty(some);
      this.scoreOf(tokens, targets, false);
    }
  }

  /** Records the step ahead of the first, once its kernels are compiled. */
  recordStep(): void {
    if (this.stepper instanceof CapturedSteps) this.stepper.prepare(this.options.rows, this.config.context);
  }

  step(batch: Batch, schedule: Float32Array, measured = false): void {
    const run = () => this.stepper.run(batch, schedule);
    this.last = measured ? measuredStep(this.model, batch, run) : null;
    // `lastStep` returns this promise, so its caller sees a rejection; the handler here only prevents an unhandledrejection event.
    if (this.last) this.last.catch(() => {});
    else run();
  }

  async lastStep(): Promise<LayerStep[] | null> {
    return this.last;
  }

  readSteps(): Promise<StepResult[]> {
    return this.stepper.read();
  }

  async score(batch: Batch, countRight: boolean, intervention: Intervention = {}): Promise<BatchScore> {
    checkIntervention(this.config, intervention, batch);
    const { inputs, targets, rows } = batch;
    const score = tf.tidy(() => {
      const tensor = (tokens: Int32Array) => tf.tensor2d(tokens, [rows, inputs.length / rows], 'int32');
      return this.scoreOf(tensor(inputs), tensor(targets), countRight, intervention);
    });
    const [loss, right, ...losses] = await score.data();
    score.dispose();
    return { loss: loss as number, right: right as number, rowLosses: losses };
  }

  /** Gives (2 + B) of int32 (B, T): the mean loss, the number of right answers or 0, and the sum of each row's losses. */
  private scoreOf(
    tokens: tf.Tensor2D,
    targets: tf.Tensor2D,
    countRight: boolean,
    intervention: Intervention = {},
  ): tf.Tensor1D {
    return tf.tidy(() => {
      const { layersOff, maps = [] } = intervention;
      const model = { ...this.model, config: intervened(this.config, intervention) };
      const logits = forward(model, tokens, {
        skip: new Set(layersOff),
        maps: new Map(maps.map(({ layer, map }) => [layer, map])),
      });
      const loss = crossEntropy(logits, targets);
      // Where no answer is due the target is −1, which no token is.
      const right = countRight
        ? tf.sum(tf.cast(tf.equal(tf.argMax(logits, -1), targets), 'float32'))
        : tf.scalar(0);
      return tf.concat([
        tf.reshape(loss, [1]),
        tf.reshape(right, [1]),
        rowLosses(logits, targets),
      ]) as tf.Tensor1D;
    });
  }

  async logits(inputs: Int32Array, rows: number, skip: readonly number[]): Promise<Float32Array> {
    const logits = tf.tidy(() =>
      forward(this.model, tf.tensor2d(inputs, [rows, inputs.length / rows], 'int32'), {
        skip: new Set(skip),
      }),
    );
    try {
      return (await logits.data()) as Float32Array;
    } finally {
      logits.dispose();
    }
  }

  attention(ids: Int32Array): Promise<(LayerAttention | null)[]> {
    const layers: (AttentionMap | null)[] = [];
    tf.tidy(() => {
      forward(this.model, tf.tensor2d(ids, [1, ids.length], 'int32'), {
        probe: (_layer, attention) => {
          layers.push(attention && { map: tf.keep(attention.map), scores: tf.keep(attention.scores) });
        },
      });
    });
    return Promise.all(
      layers.map(async (layer): Promise<LayerAttention | null> => {
        if (!layer) return null;
        const [map, scores] = await Promise.all([layer.map.data(), layer.scores.data()]);
        tf.dispose([layer.map, layer.scores]);
        // What follows are the maps of the reference rows.
        const own = (values: ArrayLike<number>) =>
          (values as Float32Array).slice(0, this.config.heads * ids.length ** 2);
        return { map: own(map), scores: own(scores) };
      }),
    );
  }

  async magnitudes(ids: Int32Array): Promise<LayerMagnitudes[]> {
    const layers: { scores: tf.Tensor | null; output: tf.Tensor | null }[] = [];
    tf.tidy(() => {
      forward(this.model, tf.tensor2d(ids, [1, ids.length], 'int32'), {
        probe: (_layer, attention) => {
          layers.push({ scores: attention && tf.keep(attention.scores), output: null });
        },
        onOutput: (_layer, output) => {
          (layers.at(-1) as { output: tf.Tensor }).output = tf.keep(output);
        },
      });
    });
    const magnitudes: LayerMagnitudes[] = [];
    for (const { scores, output } of layers) {
      magnitudes.push({
        scores: scores && largestOf(await scores.data()),
        output: output ? largestOf(await output.data()) : 0,
      });
    }
    for (const { scores, output } of layers) tf.dispose([scores, output].filter((tensor) => tensor !== null));
    return magnitudes;
  }

  async read(): Promise<ModelState> {
    const { values, more } = await readModelWith(this.model, [this.moments]);
    return { values, moments: more[0] as Float32Array };
  }

  dispose(): void {
    disposeModel(this.model);
    this.moments.dispose();
    this.stepper.dispose();
  }
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(value));
  }
  return largest;
}
