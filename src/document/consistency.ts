/** Whether what a document says goes together: each part may be valid, and the whole still be of no training there can be. */

import { totalSteps } from '../experiment/schema';
import { isolated } from '../format/visible';
import { words } from '../format/words';
import { modelConfig, parameterSpecs } from '../model/config';
import { type Checkpoint, hasFiniteValues } from '../train/checkpoint';
import type { LabDocument } from './document';

/** What must not go on beyond the experiment's steps, of a run. */
const parts = {
  curve: (run: string) => words('document.parts.curve', 'A curve of “{{run}}”', { run }),
  evaluation: (run: string) => words('document.parts.evaluation', 'An evaluation of “{{run}}”', { run }),
  failure: (run: string) => words('document.parts.failure', 'The failure of “{{run}}”', { run }),
  gentler: (run: string) =>
    words('document.parts.gentler', 'The reduced learning rate of “{{run}}”', { run }),
  capture: (run: string) => words('document.parts.capture', 'A capture of “{{run}}”', { run }),
  training: (run: string) => words('document.parts.training', 'The training of “{{run}}”', { run }),
};

/** What cannot be of this experiment. */
const damaged = {
  curve: (run: string) =>
    words(
      'document.damaged.curve',
      'A curve of “{{run}}” is damaged: it goes back, or has points that are no numbers.',
      { run },
    ),
  captures: (run: string) =>
    words('document.damaged.captures', 'The captures of “{{run}}” are of another model.', { run }),
  random: (run: string) =>
    words('document.damaged.random', 'The training of “{{run}}” is damaged: its random numbers are all 0.', {
      run,
    }),
  weights: (run: string) =>
    words('document.damaged.weights', 'The weights of “{{run}}” are damaged: some are no finite numbers.', {
      run,
    }),
  optimizer: (run: string) =>
    words(
      'document.damaged.optimizer',
      "The optimizer's state of “{{run}}” is damaged: a mean of squares is below 0.",
      { run },
    ),
  otherWeights: (run: string) =>
    words('document.damaged.otherWeights', 'The weights of “{{run}}” are of another model.', { run }),
};

/**
 * Checks checkpoints, captures and curves against the experiment they are of.
 * @throws Error with a message for the reader, which names what does not fit
 */
export function mustBeConsistent({ experiment, results, checkpoints, captures }: LabDocument): void {
  const { runs } = experiment;
  const steps = totalSteps(experiment);
  const mustBePlanned = (step: number, part: keyof typeof parts, run: string) => {
    if (step <= steps) return;
    throw new Error(
      words(
        'document.beyond',
        '{{part}} goes to step {{step}}, and the experiment has {{steps}}: they do not belong together.',
        { part: parts[part](run), step, steps },
      ),
    );
  };
  for (const run of runs) {
    const name = isolated(run.name);
    const refuse = (as: keyof typeof damaged) => {
      throw new Error(damaged[as](name));
    };
    const curves = results.curves[run.id];
    for (const { steps: at, values } of curves ? Object.values(curves) : []) {
      mustBePlanned(at.at(-1) ?? 0, 'curve', name);
      if (!at.every((step, i) => i === 0 || step > (at[i - 1] as number)) || !values.every(Number.isFinite))
        refuse('curve');
    }
    mustBePlanned(results.evaluations[run.id]?.step ?? 0, 'evaluation', name);
    mustBePlanned(results.failures[run.id]?.step ?? 0, 'failure', name);
    mustBePlanned(results.gentler[run.id]?.step ?? 0, 'gentler', name);
    for (const { step, heads, tokens, layers } of captures[run.id] ?? []) {
      mustBePlanned(step, 'capture', name);
      const { heads: own, context } = experiment.model;
      if (heads !== own || tokens.length > context || layers.length !== run.layers.length) refuse('captures');
    }
    const checkpoint = checkpoints[run.id];
    if (!checkpoint) continue;
    if (checkpoint.batches.words.every((word) => word === 0)) refuse('random');
    mustBePlanned(checkpoint.steps, 'training', name);
    if (results.info && !fitsModel(checkpoint, modelConfig(experiment, run, results.info.vocab)))
      refuse('otherWeights');
    if (!hasFiniteValues(checkpoint)) refuse('weights');
    if (!checkpoint.moments.every((value, i) => i % 2 === 0 || value >= 0)) refuse('optimizer');
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
