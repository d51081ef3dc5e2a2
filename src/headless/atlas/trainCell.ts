/** Trains the run of a cell, and measures it: what a line of the atlas holds. */
import { mean, pick } from 'es-toolkit';
import type { Cell } from '../../atlas/cells';
import { rounded, type TrainedLine } from '../../atlas/line';
import { layerJson } from '../../attention/layers';
import { type Engine, engineVersion } from '../../engine/engine';
import { type Experiment, type Run, totalSteps } from '../../experiment/schema';
import { parameterCount } from '../../model/config';
import type { SimdBuild } from '../../processor/simd';
import { type ExperimentData, readData } from '../../runtime/experimentData';
import { TextCache } from '../../runtime/textCache';
import { type StepLoss, Trainer } from '../../train/trainer';
import { readSiteText } from '../processor';
import { measureAttention } from './measureAttention';
import { measureModel } from './measureModel';

type Curves = Pick<TrainedLine, 'diverged' | 'loss' | 'accuracy' | 'trainLoss'>;

/** Relaxed SIMD is faster, but rounds as the machine does: lines of several machines would differ. */
export const lineBuild: SimdBuild = 'plain';

/** What lines are computed by, in each of them. */
export const lineEngine: TrainedLine['engine'] = {
  name: 'processor',
  version: engineVersion,
  build: lineBuild,
};

/**
 * Trains and measures. Rejects with an Error for the reader.
 * @param engine on the processor @param texts see cellTexts
 */
export async function trainCell(
  { id, experiment, link }: Cell,
  engine: Engine,
  texts: CellTexts,
): Promise<TrainedLine> {
  const [run] = experiment.runs as [Run];
  const data = await texts(experiment);
  const trainer = new Trainer(engine, experiment, run, data.source);
  try {
    const curves = await train(trainer, experiment);
    const measured =
      curves.diverged === undefined
        ? {
            final: await measureModel(trainer.model, experiment, data),
            ...(await measureAttention(trainer.model, experiment, data)),
          }
        : {};
    return {
      id,
      settings: settingsOf(experiment, run),
      link,
      engine: lineEngine,
      parameters: parameterCount(trainer.model.config),
      every: experiment.evalInterval,
      ...curves,
      ...measured,
    };
  } finally {
    trainer.dispose();
  }
}

async function train(trainer: Trainer, experiment: Experiment): Promise<Curves> {
  const steps = totalSteps(experiment);
  const first = await trainer.validate();
  const loss = [rounded(first.loss)];
  const accuracy = first.accuracy === null ? null : [rounded(first.accuracy)];
  const trainLoss: number[] = [];
  let diverged: number | undefined;
  while (trainer.steps < steps && diverged === undefined) {
    const next = Math.min(steps, trainer.steps + experiment.evalInterval);
    while (trainer.steps < next) trainer.step();
    const [validation, losses] = await Promise.all([trainer.validate(), trainer.readLosses()]);
    diverged = losses.find(isInfinite)?.step;
    if (diverged !== undefined) break;
    loss.push(rounded(validation.loss));
    accuracy?.push(rounded(validation.accuracy as number));
    trainLoss.push(rounded(mean(losses.map((step) => step.loss))));
  }
  return {
    ...(diverged !== undefined && { diverged }),
    loss,
    ...(accuracy && { accuracy }),
    trainLoss,
  };
}

const isInfinite = ({ loss, gradNorm }: StepLoss) => !Number.isFinite(loss) || !Number.isFinite(gradNorm);

function settingsOf(
  { task, corpus, seed, steps, batch, model, optimizer }: Experiment,
  { layers }: Run,
): TrainedLine['settings'] {
  return {
    ...(task ? { task: task.id, knobs: task.knobs } : { text: corpus }),
    layers: layers.map(layerJson),
    seed,
    steps,
    batch,
    width: model.dModel,
    ...pick(model, ['heads', 'ffn', 'context', 'qkNorm']),
    learningRate: optimizer.learningRate,
  };
}

/** Gives an experiment its data. */
export type CellTexts = (experiment: Experiment) => Promise<ExperimentData>;

/** Reads each text once: cells of several are trained at the same time. */
export function cellTexts(): CellTexts {
  const caches = new Map<string, TextCache>();
  return (experiment) => {
    const { corpus, corpusSize, tokenizer, vocabSize } = experiment;
    const key = JSON.stringify([corpus, corpusSize, tokenizer, vocabSize]);
    const texts = caches.get(key) ?? new TextCache(readSiteText);
    caches.set(key, texts);
    return readData(experiment, null, texts, () => {});
  };
}
