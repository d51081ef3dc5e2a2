/** Whether what a document says goes together: each part may be valid, and the whole still be of no training there can be. */

import { totalSteps } from '../experiment/schema';
import { isolated } from '../format/visible';
import { words } from '../format/words';
import { modelConfig, parameterSpecs } from '../model/config';
import { type Checkpoint, hasFiniteValues } from '../train/checkpoint';
import type { LabDocument } from './document';

type OfRun = { run: string };
type Beyond = OfRun & { step: number; steps: number };

/** What goes on beyond the experiment's steps. */
const beyond = {
  curve: (values: Beyond) =>
    words(
      'document.beyond.curve',
      'A curve of “{{run}}” goes to step {{step}}, and the experiment has {{steps}}: they do not belong together.',
      values,
    ),
  evaluation: (values: Beyond) =>
    words(
      'document.beyond.evaluation',
      'An evaluation of “{{run}}” goes to step {{step}}, and the experiment has {{steps}}: they do not belong together.',
      values,
    ),
  failure: (values: Beyond) =>
    words(
      'document.beyond.failure',
      'The failure of “{{run}}” goes to step {{step}}, and the experiment has {{steps}}: they do not belong together.',
      values,
    ),
  gentler: (values: Beyond) =>
    words(
      'document.beyond.gentler',
      'The reduced learning rate of “{{run}}” goes to step {{step}}, and the experiment has {{steps}}: they do not belong together.',
      values,
    ),
  capture: (values: Beyond) =>
    words(
      'document.beyond.capture',
      'A capture of “{{run}}” goes to step {{step}}, and the experiment has {{steps}}: they do not belong together.',
      values,
    ),
  training: (values: Beyond) =>
    words(
      'document.beyond.training',
      'The training of “{{run}}” goes to step {{step}}, and the experiment has {{steps}}: they do not belong together.',
      values,
    ),
};

/** What cannot be of this experiment. */
const damaged = {
  curve: (values: OfRun) =>
    words(
      'document.damaged.curve',
      'A curve of “{{run}}” is damaged: it goes back, or has points that are no numbers.',
      values,
    ),
  captures: (values: OfRun) =>
    words('document.damaged.captures', 'The captures of “{{run}}” are of another model.', values),
  random: (values: OfRun) =>
    words(
      'document.damaged.random',
      'The training of “{{run}}” is damaged: its random numbers are all 0.',
      values,
    ),
  weights: (values: OfRun) =>
    words(
      'document.damaged.weights',
      'The weights of “{{run}}” are damaged: some are no finite numbers.',
      values,
    ),
  optimizer: (values: OfRun) =>
    words(
      'document.damaged.optimizer',
      "The optimizer's state of “{{run}}” is damaged: a mean of squares is below 0.",
      values,
    ),
  otherWeights: (values: OfRun) =>
    words('document.damaged.otherWeights', 'The weights of “{{run}}” are of another model.', values),
};

/**
 * Checks checkpoints, captures and curves against the experiment they are of.
 * @throws Error with a message for the reader, which names what does not fit
 */
export function mustBeConsistent({ experiment, results, checkpoints, captures }: LabDocument): void {
  const { runs } = experiment;
  const steps = totalSteps(experiment);
  const mustBePlanned = (step: number, refusal: (values: Beyond) => string, run: string) => {
    if (step > steps) throw new Error(refusal({ run, step, steps }));
  };
  for (const run of runs) {
    const name = isolated(run.name);
    const refuse = (refusal: (values: OfRun) => string) => {
      throw new Error(refusal({ run: name }));
    };
    const curves = results.curves[run.id];
    for (const { steps: at, values } of curves ? Object.values(curves) : []) {
      mustBePlanned(at.at(-1) ?? 0, beyond.curve, name);
      if (!at.every((step, i) => i === 0 || step > (at[i - 1] as number)) || !values.every(Number.isFinite))
        refuse(damaged.curve);
    }
    mustBePlanned(results.evaluations[run.id]?.step ?? 0, beyond.evaluation, name);
    mustBePlanned(results.failures[run.id]?.step ?? 0, beyond.failure, name);
    mustBePlanned(results.gentler[run.id]?.step ?? 0, beyond.gentler, name);
    for (const { step, heads, tokens, layers } of captures[run.id] ?? []) {
      mustBePlanned(step, beyond.capture, name);
      const { heads: own, context } = experiment.model;
      if (heads !== own || tokens.length > context || layers.length !== run.layers.length)
        refuse(damaged.captures);
    }
    const checkpoint = checkpoints[run.id];
    if (!checkpoint) continue;
    if (checkpoint.batches.words.every((word) => word === 0)) refuse(damaged.random);
    mustBePlanned(checkpoint.steps, beyond.training, name);
    if (results.info && !fitsModel(checkpoint, modelConfig(experiment, run, results.info.vocab)))
      refuse(damaged.otherWeights);
    if (!hasFiniteValues(checkpoint)) refuse(damaged.weights);
    if (!checkpoint.moments.every((value, i) => i % 2 === 0 || value >= 0)) refuse(damaged.optimizer);
  }
}

function fitsModel(checkpoint: Checkpoint, config: ReturnType<typeof modelConfig>): boolean {
  const { params, moments, randomEmbedding, fixedSequence } = checkpoint;
  const specs = parameterSpecs(config);
  const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  return (
    Object.keys(params).length === specs.length &&
    specs.every(({ name, shape }) => {
      const own = Object.hasOwn(params, name) ? params[name] : undefined;
      return own?.shape.join() === shape.join() && own.values.length === size(shape);
    }) &&
    moments.length === 2 * specs.reduce((sum, { shape }) => sum + size(shape), 0) &&
    randomEmbedding.length === config.context * config.dModel &&
    fixedSequence.length === config.context &&
    fixedSequence.every((token) => token >= 0 && token < config.vocab)
  );
}
