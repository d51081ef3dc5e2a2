/** What a training, a forward pass and a token that is written will cost, roughly, from sizes alone. */

import { sumBy } from 'es-toolkit';
import { layerCost } from '../attention/layers';
import type { Experiment, Run } from '../experiment/schema';
import { modelConfig, parameterCount } from '../model/config';

/** A run's size and work. */
export interface TrainingCost {
  parameters: number;
  /** Floating point operations of one step: forward, and twice as many backward. */
  stepFlops: number;
  /** Bytes at 32 bit of weights, gradients and AdamW's two moments, and of what a step keeps for its backward pass. */
  bytes: number;
}

type Evaluated = Pick<Experiment, 'batch' | 'evalInterval' | 'evalWindows'>;

/** Says how many steps take as long as one evaluation: the forward pass of a window is a third of its part of a step. */
export const evaluationInSteps = ({ batch, evalWindows }: Evaluated): number =>
  Math.ceil(evalWindows / batch) / 3;

/** Counts the steps that take as long as so many steps of a run with all of its evaluations, the first one before any step. */
export const stepsAndEvaluations = (experiment: Evaluated, steps: number): number =>
  steps + (1 + Math.ceil(steps / experiment.evalInterval)) * evaluationInSteps(experiment);

/**
 * Estimates a run's cost: mixers by the formulas of their variants, feed-forward and logits by their matrix products. Of a batch of
 * B · L tokens each layer keeps, beside its mixer's activations, two inputs of norms, and the feed-forward's input, gate, up and
 * product; the top keeps the last norm's input and output, and the logits.
 */
export function trainingCost(experiment: Experiment, run: Run, vocab: number): TrainingCost {
  const { batch, model } = experiment;
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  const tokens = batch * model.context;
  const parameters = parameterCount(modelConfig(experiment, run, vocab));
  const mixersKeep = sumBy(run.layers, (layer) => layerCost(layer, sizes).activationBytes) / 2;
  const othersKeep =
    run.layers.length * tokens * 3 * (model.dModel + model.ffn) + tokens * (2 * model.dModel + vocab);
  return {
    parameters,
    bytes: 4 * (4 * parameters + mixersKeep + othersKeep),
    stepFlops: 3 * prefillFlops(experiment, run, vocab),
  };
}

type Sized = Pick<Experiment, 'batch' | 'model'>;

/** Floating point operations of a forward pass over a batch of texts as long as the context. */
export function prefillFlops(
  { batch, model }: Sized,
  { layers }: Pick<Run, 'layers'>,
  vocab: number,
): number {
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  const mixers = sumBy(layers, (layer) => layerCost(layer, sizes).prefillFlops);
  return mixers + batch * model.context * othersFlops(model, layers.length, vocab);
}

/** Floating point operations of one token of one text, after as many as the context has. */
export function decodeFlops(
  { model }: Pick<Sized, 'model'>,
  { layers }: Pick<Run, 'layers'>,
  vocab: number,
): number {
  const sizes = { B: 1, L: model.context, d: model.dModel, h: model.heads };
  const mixers = sumBy(layers, (layer) => layerCost(layer, sizes).decodeFlops);
  return mixers + othersFlops(model, layers.length, vocab);
}

/** Of a token in the feed-forwards of so many layers and in the logits. */
const othersFlops = ({ dModel, ffn }: Experiment['model'], layers: number, vocab: number): number =>
  layers * 6 * dModel * ffn + 2 * dModel * vocab;
