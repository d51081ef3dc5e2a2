/** All that one run's training goes on from, as plain data that can be cloned, stored and sent. */
import type { RandomState } from '../data/random';
import { type ModelConfig, parameterSpecs } from '../model/config';
import type { ModelValues } from '../model/model';

export interface KeptParameter {
  shape: number[];
  /** Row-major. */
  values: Float32Array;
}

export interface Checkpoint {
  version: 1;
  /** Updates made. */
  steps: number;
  /** Every trainable parameter by its name, in the order of `parameterSpecs`. */
  params: Record<string, KeptParameter>;
  /** First and second moments, end to end in the order of `params`: see createMoments. */
  moments: Float32Array;
  /** Fixed inputs of the reference streams, (T, d) and (T): see Model. */
  randomEmbedding: Float32Array;
  fixedSequence: Int32Array;
  /** Where the stream of batches stands: the next draw is the batch of the next step. */
  batches: RandomState;
  /** What the schedule's learning rates are multiplied by: 1, unless the run was told to go on more gently. */
  rateFactor: number;
}

/** The parameters' values by name, with the shapes of this model. */
export function keptParameters(
  config: ModelConfig,
  params: ReadonlyMap<string, Float32Array>,
): Record<string, KeptParameter> {
  return Object.fromEntries(
    parameterSpecs(config).map(({ name, shape }) => [
      name,
      { shape, values: params.get(name) as Float32Array },
    ]),
  );
}

/** What a model is made of again. Throws with a sentence where the checkpoint is of another model. */
export function checkpointValues(config: ModelConfig, checkpoint: Checkpoint): ModelValues {
  const { params, randomEmbedding, fixedSequence } = checkpoint;
  const specs = parameterSpecs(config);
  const fits =
    Object.keys(params).length === specs.length &&
    specs.every(({ name, shape }) => params[name]?.shape.join() === shape.join());
  if (!fits)
    throw new Error(
      `The weights kept of step ${checkpoint.steps} are those of another stack. Reset, and train it from the start.`,
    );
  return {
    params: new Map(specs.map(({ name }) => [name, params[name]?.values as Float32Array])),
    randomEmbedding,
    fixedSequence,
  };
}
