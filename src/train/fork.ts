/** Converts a checkpoint (weights and AdamW moments) to another stack's parameters, so that a branch resumes from it. */
import { elements, type ModelConfig, parameterSpecs } from '../model/config';
import type { ModelValues } from '../model/values';
import { type Checkpoint, savedParameters } from './checkpoint';

/**
 * Makes the checkpoint that a branch begins from. A parameter that both stacks have, with the same shape, keeps its values and moments;
 * any other begins as in a run from the start, its moments 0. The same stack keeps every bit.
 * @param checkpoint of the stack `from`
 * @param fresh values that a run of the stack `to` starts with
 */
export function forkedCheckpoint(
  checkpoint: Checkpoint,
  from: ModelConfig,
  to: ModelConfig,
  fresh: ModelValues,
): Checkpoint {
  /** Where a parameter's moments begin, by its name and shape. */
  const places = new Map<string, number>();
  let place = 0;
  for (const { name, shape } of parameterSpecs(from)) {
    places.set(`${name} ${shape}`, place);
    place += 2 * elements(shape);
  }
  const specs = parameterSpecs(to);
  const params = new Map(fresh.params);
  const moments = new Float32Array(2 * specs.reduce((sum, { shape }) => sum + elements(shape), 0));
  let at = 0;
  for (const { name, shape } of specs) {
    const size = 2 * elements(shape);
    const start = places.get(`${name} ${shape}`);
    const own = checkpoint.params[name];
    if (start !== undefined && own) {
      params.set(name, own.values);
      moments.set(checkpoint.moments.subarray(start, start + size), at);
    }
    at += size;
  }
  const { randomEmbedding, fixedSequence } = fresh;
  return { ...checkpoint, params: savedParameters(to, params), moments, randomEmbedding, fixedSequence };
}
