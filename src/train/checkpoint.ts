/** The state that one run's training resumes from, as plain data that can be cloned, stored and sent. */
import type { RandomState } from '../data/random';
import { words } from '../format/words';
import { type ModelConfig, parameterSpecs } from '../model/config';
import type { ModelValues } from '../model/values';

/** A parameter's values as they are stored. */
export interface SavedParameter {
  shape: number[];
  /** Row-major. */
  values: Float32Array;
}

/** Stored and sent as it is: its fields do not change within a version. */
export interface Checkpoint {
  version: 1;
  /** Updates made. */
  steps: number;
  /** Every trainable parameter by its name, in the order of `parameterSpecs`. */
  params: Record<string, SavedParameter>;
  /** First and second moments, end to end in the order of `params`: see createMoments. */
  moments: Float32Array;
  /** Fixed inputs of the reference streams, (T, d) and (T): see Model. */
  randomEmbedding: Float32Array;
  fixedSequence: Int32Array;
  /** Where the stream of batches stands: the next draw is the batch of the next step. */
  batches: RandomState;
  /** Factor of the schedule's learning rates: 1, unless the run resumed at a lower rate. */
  rateFactor: number;
}

/** Whether every weight and moment is finite. */
export function hasFiniteValues({ params, moments, randomEmbedding }: Checkpoint): boolean {
  // Millions of them: x − x is 0 for each finite number and NaN for all else.
  let sum = 0;
  for (const values of [
    moments,
    randomEmbedding,
    ...Object.values(params).map((parameter) => parameter.values),
  ])
    for (const x of values) sum += x - x;
  return sum === 0;
}

/** Adds each parameter's shape to its values. @returns by name, in the order of `parameterSpecs` */
export function savedParameters(
  config: ModelConfig,
  params: ReadonlyMap<string, Float32Array>,
): Record<string, SavedParameter> {
  return Object.fromEntries(
    parameterSpecs(config).map(({ name, shape }) => [
      name,
      { shape, values: params.get(name) as Float32Array },
    ]),
  );
}

/** Reads a model's values from a checkpoint. @throws Error with a message for the reader where it is of another model */
export function checkpointValues(config: ModelConfig, checkpoint: Checkpoint): ModelValues {
  const { params, randomEmbedding, fixedSequence } = checkpoint;
  const specs = parameterSpecs(config);
  const fits =
    Object.keys(params).length === specs.length &&
    specs.every(({ name, shape }) => params[name]?.shape.join() === shape.join());
  if (!fits)
    throw new Error(
      words(
        'training.otherStack',
        'The weights kept of step {{step}} are those of another stack. Reset, and train it from the start.',
        { step: checkpoint.steps },
      ),
    );
  return {
    params: new Map(specs.map(({ name }) => [name, params[name]?.values as Float32Array])),
    randomEmbedding,
    fixedSequence,
  };
}
