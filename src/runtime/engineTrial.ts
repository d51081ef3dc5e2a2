/**
 * Which of two engines takes the steps of an experiment faster, by taking a few: a small model can train faster on the processor
 * than on a weak graphics card, which waits for each of its hundred dispatches.
 */
import { median, TimeoutError, withTimeout } from 'es-toolkit';
import type { DataSource } from '../data/source';
import type { Engine } from '../engine/engine';
import type { Experiment } from '../experiment/schema';
import { Trainer } from '../train/trainer';

/** Longest that a reader waits for the whole trial, in milliseconds. */
const trialLimit = 2000;
/** A round that takes the processor longer than this, in milliseconds, is the graphics card's. */
const longestRound = 400;
/** Rounds that are timed, after one that is not. */
const timedRounds = 3;

export interface TrialCase {
  experiment: Experiment;
  source: DataSource;
}

/**
 * Takes a few steps of every run on both engines. Nothing of it stays.
 * @returns the faster one; the graphics card where the trial takes too long or fails
 */
export async function fasterEngine(webgpu: Engine, processor: Engine, trial: TrialCase): Promise<Engine> {
  const compare = async () => {
    const own = await roundTime(processor, trial);
    if (own === null) return webgpu;
    const card = await roundTime(webgpu, trial);
    return card === null || own < card ? processor : webgpu;
  };
  try {
    return await withTimeout(compare, trialLimit);
  } catch (error) {
    if (!(error instanceof TimeoutError)) console.warn(error);
    return webgpu;
  }
}

/** Median milliseconds that a step of every run takes; null where the first one takes too long. */
async function roundTime(engine: Engine, { experiment, source }: TrialCase): Promise<number | null> {
  const trainers: Trainer[] = [];
  const round = async () => {
    const started = performance.now();
    for (const trainer of trainers) trainer.step();
    await Promise.all(trainers.map((trainer) => trainer.readLosses()));
    return performance.now() - started;
  };
  try {
    for (const run of experiment.runs) trainers.push(new Trainer(engine, experiment, run, source));
    await engine.prepare(
      trainers.map(({ model }) => model),
      () => {},
    );
    if ((await round()) > longestRound) return null;
    const times: number[] = [];
    while (times.length < timedRounds) times.push(await round());
    return median(times);
  } finally {
    for (const trainer of trainers) trainer.dispose();
  }
}
