/** Whether what a document says goes together: each part may be valid, and the whole still be of no training there can be. */

import { totalSteps } from '../experiment/schema';
import { formatCount } from '../format/numbers';
import { isolated } from '../format/visible';
import { modelConfig, parameterSpecs } from '../model/config';
import { type Checkpoint, hasFiniteValues } from '../train/checkpoint';
import type { LabDocument } from './document';

/**
 * Checks checkpoints, captures and curves against the experiment they are of.
 * @throws Error with a message for the reader, which names what does not fit
 */
export function mustBeConsistent({ experiment, results, checkpoints, captures }: LabDocument): void {
  const { runs } = experiment;
  const steps = totalSteps(experiment);
  const mustBePlanned = (step: number, what: string) => {
    if (step > steps)
      throw new Error(
        `${what} goes to step ${formatCount(step)}, and the experiment has ${formatCount(steps)}: they do not belong together.`,
      );
  };
  for (const run of runs) {
    const name = `“${isolated(run.name)}”`;
    const curves = results.curves[run.id];
    for (const { steps: at, values } of curves ? Object.values(curves) : []) {
      mustBePlanned(at.at(-1) ?? 0, `A curve of ${name}`);
      if (!at.every((step, i) => i === 0 || step > (at[i - 1] as number)) || !values.every(Number.isFinite))
        throw new Error(`A curve of ${name} is damaged: it goes back, or has points that are no numbers.`);
    }
    mustBePlanned(results.evaluations[run.id]?.step ?? 0, `An evaluation of ${name}`);
    mustBePlanned(results.failures[run.id]?.step ?? 0, `The failure of ${name}`);
    mustBePlanned(results.gentler[run.id]?.step ?? 0, `The reduced learning rate of ${name}`);
    for (const { step, heads, tokens, layers } of captures[run.id] ?? []) {
      mustBePlanned(step, `A capture of ${name}`);
      const { heads: own, context } = experiment.model;
      if (heads !== own || tokens.length > context || layers.length !== run.layers.length)
        throw new Error(`The captures of ${name} are of another model.`);
    }
    const checkpoint = checkpoints[run.id];
    if (!checkpoint) continue;
    if (checkpoint.batches.words.every((word) => word === 0))
      throw new Error(`The training of ${name} is damaged: its random numbers are all 0.`);
    mustBePlanned(checkpoint.steps, `The training of ${name}`);
    if (results.info) mustFitModel(name, checkpoint, modelConfig(experiment, run, results.info.vocab));
    if (!hasFiniteValues(checkpoint))
      throw new Error(`The weights of ${name} are damaged: some are no finite numbers.`);
    if (!checkpoint.moments.every((value, i) => i % 2 === 0 || value >= 0))
      throw new Error(`The optimizer's state of ${name} is damaged: a mean of squares is below 0.`);
  }
}

function mustFitModel(name: string, checkpoint: Checkpoint, config: ReturnType<typeof modelConfig>): void {
  const { params, moments, randomEmbedding, fixedSequence } = checkpoint;
  const specs = parameterSpecs(config);
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const fits =
    Object.keys(params).length === specs.length &&
    specs.every(({ name, shape }) => {
      const own = Object.hasOwn(params, name) ? params[name] : undefined;
      return own?.shape.join() === shape.join() && own.values.length === size(shape);
    }) &&
    moments.length === 2 * specs.reduce((sum, { shape }) => sum + size(shape), 0) &&
    randomEmbedding.length === config.context * config.dModel &&
    fixedSequence.length === config.context &&
    fixedSequence.every((token) => token >= 0 && token < config.vocab);
  if (!fits) throw new Error(`The weights of ${name} are of another model.`);
}
