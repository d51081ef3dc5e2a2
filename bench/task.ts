/**
 * What every contender trains: one experiment, and from its seed the initial values and the batches that
 * src/train/trainer.ts draws too, so that all start alike and see the same tokens.
 */

import { layerOf } from '../src/attention/layers';
import { Random } from '../src/data/random';
import { type BatchStream, type DataSource, textSource } from '../src/data/source';
import { defaultExperiment } from '../src/experiment/defaults';
import type { Experiment, Run } from '../src/experiment/schema';
import { type ModelConfig, modelConfig } from '../src/model/config';
import { initialValues, type ModelValues } from '../src/model/values';
import { type Case, sizes } from './sizes';

export interface Task {
  experiment: Experiment;
  run: Run;
  source: DataSource;
  config: ModelConfig;
}

const seed = 7;
const tokenCount = 50_000;

/** The learning rate is constant, as `tf.train.adam` knows no schedule. */
export function createTask({ size: sizeName, variant }: Pick<Case, 'size' | 'variant'>): Task {
  const size = sizes[sizeName];
  const { dModel, heads, context, batch, ffn, vocab } = size;
  const base = defaultExperiment();
  const run: Run = {
    id: 'bench',
    name: 'Bench',
    layers: Array.from({ length: size.layers }, () => layerOf(variant)),
  };
  const learningRate = 1e-3;
  const experiment: Experiment = {
    ...base,
    model: { ...base.model, dModel, heads, kvHeads: heads, ffn, context },
    batch,
    optimizer: { ...base.optimizer, learningRate, minLearningRate: learningRate, warmup: 0 },
    seed,
    runs: [run],
  };
  const train = tokens(vocab);
  const source = textSource({ train, validation: train, vocab }, context);
  return { experiment, run, source, config: modelConfig(experiment, run, vocab) };
}

/** Tokens with something to learn in them: each is followed by one of four, fixed for it. */
function tokens(vocab: number): Int32Array {
  const random = new Random(seed).fork('tokens');
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
