/**
 * What an engine offers: models that train, are judged, probed and read, on one kind of device. Two stand behind it: TensorFlow.js with
 * the lab's kernels in WGSL (src/tfjs), and WebAssembly on the processor (src/processor). All that trains goes through here.
 */
import type { Batch } from '../data/batches';
import type { ModelConfig } from '../model/config';
import type { Intervention } from '../model/intervention';
import type { ModelValues } from '../model/values';
import type { AdamWHyper } from '../ops/adamWSchedule';

/** The engines, by what they compute on. */
export type EngineId = 'webgpu' | 'processor' | 'cpu';

/** Of both engines together: what was measured or computed with another may come out otherwise. */
export const engineVersion = 1;

/** What a step's forward and backward pass gave. */
export interface StepResult {
  /** Mean cross-entropy of the due targets before the update, nats per token. */
  loss: number;
  /** Global gradient norm before clipping. */
  gradNorm: number;
  /** Seconds that the step took, where the engine can tell one run's from another's. */
  seconds?: number;
}

/** What one step did to a layer's own parameters: Euclidean norms. */
export interface LayerStep {
  /** Of their gradient, before clipping. */
  gradNorm: number;
  /** Of the change of them. */
  update: number;
  /** Of themselves before it. */
  weights: number;
}

/** How a model does on a batch. */
export interface BatchScore {
  /** Mean cross-entropy of the due targets, nats per token. */
  loss: number;
  /** Due targets whose likeliest token is right. */
  right: number;
  /** The sum of each row's losses, nats. */
  rowLosses: number[];
}

/** One layer's attention to one row of T tokens. */
export interface LayerAttention {
  /** (heads, T, T) row-major, rows are queries. */
  map: Float32Array;
  /** The same shape, before the map is made of them; of keys that the mask hides too. */
  scores: Float32Array;
}

/** Largest magnitudes in a layer; Infinity where a number is not finite. */
export interface LayerMagnitudes {
  /** Largest |score| before the map is made of it; null where the layer has none. */
  scores: number | null;
  /** Largest |entry| of the layer's output. */
  output: number;
}

/** Everything of a model that training changes or starts from, as plain numbers. */
export interface ModelState {
  values: ModelValues;
  /** AdamW's: see Checkpoint. */
  moments: Float32Array;
}

/** What a model is made for, so that its engine can prepare all of it ahead. */
export interface ModelOptions {
  /** Rows of a training batch. */
  rows: number;
  /** Rows of the batches that `score` will get. */
  scoredRows: readonly number[];
  optimizer: AdamWHyper;
  /** Workers that share each step, where the engine has any: 1, 2 or 4; 1 without it. Results do not depend on it. */
  workers?: number | undefined;
  /** Of a checkpoint; without it, all are 0. */
  moments?: Float32Array | undefined;
}

/**
 * A model on its engine's device. Calls take effect in their order, so that what is read is as of the steps before the call. Every
 * promise rejects where the device fails.
 */
export interface EngineModel {
  readonly config: ModelConfig;
  /**
   * Takes one training step; its result comes with the next `readSteps`.
   * @param schedule (3), see adamWSchedule
   * @param measured whether `lastStep` tells of it, which changes nothing of it and takes up to as long again
   */
  step(batch: Batch, schedule: Float32Array, measured?: boolean): void;
  /** Tells by layer what the last step did; null where it was not measured, or there was none. */
  lastStep(): Promise<LayerStep[] | null>;
  /** Reads the results of the steps since the last read, in order. */
  readSteps(): Promise<StepResult[]>;
  /**
   * Scores a batch of at most the rows that the model was made for.
   * @param countRight whether `right` is wanted, else it is 0
   * @param intervention what is otherwise for this batch alone. Rejects with a sentence for the reader where the model lacks it
   */
  score(batch: Batch, countRight: boolean, intervention?: Intervention): Promise<BatchScore>;
  /** Computes logits, (rows · T, V) row-major, of rows of T token ids each. @param skip layers left out whole */
  logits(inputs: Int32Array, rows: number, skip: readonly number[]): Promise<Float32Array>;
  /** Computes scores and map of each layer for one row of at most `context` tokens; null for a layer that mixes no tokens. */
  attention(ids: Int32Array): Promise<(LayerAttention | null)[]>;
  /** Measures the largest numbers of each layer in a forward pass of one row of at most `context` tokens. */
  magnitudes(ids: Int32Array): Promise<LayerMagnitudes[]>;
  /** Reads the whole state at one moment; further steps may be taken meanwhile. */
  read(): Promise<ModelState>;
  /** Frees the model. Promises under way reject with ModelDisposed, or settle as they would have. */
  dispose(): void;
}

/** Hears of a device that can fail outside a call. */
export interface DeviceListener {
  /** @param message for the reader; the device computes nothing from now on */
  onLost(message: string): void;
  /** @param error that the device raised outside a call, such as for a buffer without memory */
  onUncapturedError(error: Error): void;
}

/** One kind of device that models live on. */
export interface Engine {
  readonly id: EngineId;
  /** Makes a model. @throws Error where a value is missing, unknown or of the wrong size */
  createModel(config: ModelConfig, values: ModelValues, options: ModelOptions): EngineModel;
  /**
   * Resolves when the first step of each model can run at its full speed. Rejects with KernelRefused where the device refuses one of
   * the engine's kernels.
   * @param onProgress parts that are done, of all
   */
  prepare(models: readonly EngineModel[], onProgress: (done: number, total: number) => void): Promise<void>;
  /** Workers for each of so many models that train at the same time; missing where the engine has none. */
  workersFor?(models: number): number;
  /** Models that train at the same time, each at full speed with one worker; 1 where it is missing. */
  atATime?: number;
  /**
   * Begins less at a time for a second, as a person uses the page, and nothing while it answers an input. Missing where the
   * engine takes no core from it.
   * @param answers whether it answers one now
   */
  giveWay?(answers: boolean): void;
  /** Tells the listener of the device from now on; missing where nothing happens outside a call. */
  watch?(listener: DeviceListener): void;
  /** Gives the engine without the lab's own kernels, slower and with the same result; null, or missing, where it has none. */
  withoutOwnKernels?(): Engine | null;
}
