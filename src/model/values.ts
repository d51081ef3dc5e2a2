/** A model's numbers, apart from any device: what it starts from, and what is read back of it. */
import type { Random } from '../data/random';
import { elements, type ModelConfig, parameterSpecs } from './config';

/** Row-major numbers of every tensor of a model. */
export interface ModelValues {
  params: Map<string, Float32Array>;
  randomEmbedding: Float32Array;
  fixedSequence: Int32Array;
}

const initStd = 0.02;

/**
 * Draws initial values: matrices N(0, 0.02²), gains 1, biases 0. Each parameter draws from a stream of its own name, so
 * that two stacks of one seed start alike wherever they share a parameter.
 * @param fixedSequence the first T tokens to train on; more are cut off
 */
export function initialValues(config: ModelConfig, random: Random, fixedSequence: Int32Array): ModelValues {
  const normals = (label: string, size: number) => {
    const stream = random.fork(label);
    return Float32Array.from({ length: size }, () => initStd * stream.normal());
  };
  const params = new Map(
    parameterSpecs(config).map(({ name, shape, kind }) => {
      const size = elements(shape);
      const values =
        kind === 'matrix' ? normals(name, size) : new Float32Array(size).fill(kind === 'gain' ? 1 : 0);
      return [name, values];
    }),
  );
  return {
    params,
    randomEmbedding: normals('randomEmbedding', config.context * config.dModel),
    fixedSequence: fixedSequence.slice(0, config.context),
  };
}
