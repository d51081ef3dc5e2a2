/**
 * What every contender trains: one experiment, and from its seed the initial values and the batches that
 * src/train/trainer.ts draws too, so that all start alike and see the same tokens.
 */

import { Random } from '../src/data/random';
import { type BatchStream, type DataSource, textSource } from '../src/data/source';
import type { Experiment, Run } from '../src/experiment/schema';
import { type ModelConfig, modelConfig } from '../src/model/config';
import { initialValues, type ModelValues } from '../src/model/values';
import { benchExperiment, benchSeed } from './experiment';
import { type Case, sizes } from './sizes';

export interface Task {
  experiment: Experiment;
  run: Run;
  source: DataSource;
  config: ModelConfig;
}

const tokenCount = 50_000;

/** What contenders of a case train. */
export function createTask(benchCase: Pick<Case, 'size' | 'variant'>): Task {
  const experiment = benchExperiment(benchCase);
  const run = experiment.runs[0] as Run;
  const { vocab } = sizes[benchCase.size];
  const train = tokens(vocab);
  const source = textSource({ train, validation: train, vocab }, experiment.model.context);
  return { experiment, run, source, config: modelConfig(experiment, run, vocab) };
}

/** Tokens with something to learn in them: each is followed by one of four, fixed for it. */
function tokens(vocab: number): Int32Array {
  const random = new Random(benchSeed).fork('tokens');
  const followers = Array.from({ length: 4 * vocab }, () => random.int(vocab));
  let token = 0;
  return Int32Array.from({ length: tokenCount }, () => {
    token = followers[4 * token + random.int(4)] as number;
    return token;
  });
}

/** The values that `Trainer` starts from. */
export function initialValuesOf({ config, experiment, source }: Task): ModelValues {
  const random = new Random(experiment.seed);
  return initialValues(config, random.fork('init'), source.fixedSequence(random.fork('batches')));
}

/** The batches that `Trainer` draws. */
export function batchesOf({ experiment, source }: Task): BatchStream {
  return source.batches(experiment.batch, new Random(experiment.seed).fork('batches'));
}
