/** The first screen's experiment: all standard, all non-approximate, and the two interleaved, on a small model. */
import { layerOf } from '../attention/layers';
import { type VariantId, variant } from '../attention/variants';
import { type Placement, place, placements } from './placements';
import { small } from './presets';
import type { Experiment, Run } from './schema';
import { firstNames } from './stackNames';

const byPlacement = (id: string): Placement => {
  const found = placements.find((p) => p.id === id);
  if (!found) throw new Error(`There is no placement "${id}".`);
  return found;
};

/** Creates a run whose stack has a variant placed by a placement's id. @throws Error where there is no such placement */
function placedRun(id: string, name: string, variantId: VariantId, placement: string, layers: number): Run {
  return { id, name, layers: place(byPlacement(placement), layerOf(variantId), layers) };
}

/** Creates the experiment of the first screen. */
export function defaultExperiment(): Experiment {
  const layers = 4;
  const relaxed = variant('nonApproximate');
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
      placedRun('standard', 'All standard', 'standard', 'uniform', layers),
      placedRun('relaxed', `All ${relaxed.name.toLowerCase()}`, relaxed.id, 'uniform', layers),
      placedRun('hybrid', firstNames.even, relaxed.id, 'even', layers),
    ],
  };
}
