/** The first screen's experiment: all standard, all non-approximate, and the two interleaved, on a small model. */
import { layerOf } from '../attention/layers';
import type { VariantId } from '../attention/variants';
import { type Placement, place, placements } from './placements';
import { small } from './presets';
import type { Experiment, Run } from './schema';
import { firstNames, stackName } from './stackNames';

const byPlacement = (id: string): Placement => {
  const found = placements.find((p) => p.id === id);
  if (!found) throw new Error(`There is no placement "${id}".`);
  return found;
};

/** Creates a run whose stack has a variant placed by a placement's id. @throws Error where there is no such placement */
function placedRun(id: string, variantId: VariantId, placement: string, count: number): Run {
  const layers = place(byPlacement(placement), layerOf(variantId), count);
  return { id, name: stackName(layers), layers };
}

/** Creates the experiment of the first screen. */
export function defaultExperiment(): Experiment {
  const layers = 4;
  const relaxed = 'nonApproximate';
  return {
    version: 1,
    task: null,
    corpus: 'mobyDick',
    corpusSize: 4000,
    tokenizer: 'char',
    vocabSize: 512,
    model: {
      ...small.model,
      qkvBias: true,
      qkNorm: false,
      tieEmbeddings: true,
    },
    batch: small.batch,
    steps: 600,
    moreSteps: 0,
    evalInterval: 50,
    evalWindows: 16,
    optimizer: {
      ...small.rates,
      warmup: 20,
      beta1: 0.9,
      beta2: 0.95,
      epsilon: 1e-8,
      weightDecay: 0.1,
      clipNorm: 1,
    },
    seed: 1,
    runs: [
      placedRun('standard', 'standard', 'uniform', layers),
      placedRun('relaxed', relaxed, 'uniform', layers),
      { ...placedRun('hybrid', relaxed, 'even', layers), name: firstNames.even },
    ],
  };
}
