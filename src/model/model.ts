/** A model's tensors: its trainable parameters and the fixed inputs of its reference streams. */
import * as tf from '@tensorflow/tfjs';
import { readTensors } from '../device';
import { type ModelConfig, parameterSpecs } from './config';
import type { ModelValues } from './values';

export interface Model {
  config: ModelConfig;
  /** By the fixtures' names, in the order of `parameterSpecs`. */
  params: Map<string, tf.Variable>;
  /** Untrained N(0, 0.02²) input of the random stream, (T, d). */
  randomEmbedding: tf.Tensor2D;
  /** Token ids of the text stream, (T). */
  fixedSequence: tf.Tensor1D;
}

/** Creates a model on the device. @throws Error where a parameter is missing, unknown or of the wrong size */
export function createModel(config: ModelConfig, values: ModelValues): Model {
  const specs = parameterSpecs(config);
  const known = new Set(specs.map((s) => s.name));
  for (const name of values.params.keys())
    if (!known.has(name)) throw new Error(`Unknown parameter "${name}".`);
  const params = new Map(
    specs.map(({ name, shape }) => {
      const data = values.params.get(name);
      if (!data) throw new Error(`Parameter "${name}" is missing.`);
      return [name, tf.tidy(() => tf.variable(tf.tensor(data, shape, 'float32')))];
    }),
  );
  return {
    config,
    params,
    randomEmbedding: tf.tensor2d(values.randomEmbedding, [config.context, config.dModel]),
    fixedSequence: tf.tensor1d(values.fixedSequence, 'int32'),
  };
}

/** Reads the model's values, and further tensors, back from the device as they are at the call. */
export async function readModelWith(
  { params, randomEmbedding, fixedSequence }: Model,
  more: tf.Tensor[],
): Promise<{ values: ModelValues; more: Float32Array[] }> {
  const [random, fixed, ...rest] = await readTensors([
    randomEmbedding,
    fixedSequence,
    ...params.values(),
    ...more,
  ]);
  return {
    values: {
      params: new Map([...params.keys()].map((name, n) => [name, rest[n] as Float32Array])),
      randomEmbedding: random as Float32Array,
      fixedSequence: fixed as Int32Array,
    },
    more: rest.slice(params.size) as Float32Array[],
  };
}

/** Frees the model's tensors. */
export function disposeModel(model: Model): void {
  for (const v of model.params.values()) v.dispose();
  model.randomEmbedding.dispose();
  model.fixedSequence.dispose();
}
