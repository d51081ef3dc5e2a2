/** What a training will cost, roughly, from sizes alone: for a person who weighs one setting against another. */

import { sumBy } from 'es-toolkit';
import { layerCost } from '../attention/layers';
import type { Experiment, Run } from '../experiment/schema';
import { modelConfig, parameterCount } from '../model/config';

/** A run's size and work. */
export interface TrainingCost {
  parameters: number;
  /** Floating point operations of one step: forward, and twice as many backward. */
  stepFlops: number;
}

/**
 * Estimates a run's cost: mixers by the paper's formulas (Tables 5 to 8), feed-forward and logits by their matrix products.
 */
export function trainingCost(experiment: Experiment, run: Run, vocab: number): TrainingCost {
  const { batch, model } = experiment;
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  const mixers = sumBy(run.layers, (layer) => layerCost(layer, sizes).prefillFlops);
  const tokens = batch * model.context;
  const feedForward = run.layers.length * 6 * tokens * model.dModel * model.ffn;
  const logits = 2 * tokens * model.dModel * vocab;
  return {
    parameters: parameterCount(modelConfig(experiment, run, vocab)),
    stepFlops: 3 * (mixers + feedForward + logits),
  };
}
