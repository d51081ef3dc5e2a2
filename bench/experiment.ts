/** The experiment of a case: a size, and one variant in every layer. */
import { layerOf } from '../src/attention/layers';
import { defaultExperiment } from '../src/experiment/defaults';
import type { Experiment, Run } from '../src/experiment/schema';
import { type Case, sizes } from './sizes';

export const benchSeed = 7;

/** The learning rate is constant, as `tf.train.adam` knows no schedule. */
export function benchExperiment({ size, variant }: Pick<Case, 'size' | 'variant'>): Experiment {
  const { layers, dModel, heads, context, batch, ffn } = sizes[size];
  const base = defaultExperiment();
  const run: Run = {
    id: 'bench',
    name: 'Bench',
    layers: Array.from({ length: layers }, () => layerOf(variant)),
  };
  const learningRate = 1e-3;
  return {
    ...base,
    model: { ...base.model, dModel, heads, kvHeads: heads, ffn, context },
    batch,
    optimizer: { ...base.optimizer, learningRate, minLearningRate: learningRate, warmup: 0 },
    seed: benchSeed,
    runs: [run],
  };
}
