/** Times the training steps of one engine, for the bench page. */
import { clamp, median } from 'es-toolkit';
import type { Engine } from '../engine/engine';
import { words } from '../format/words';
import { Trainer } from '../train/trainer';
import type { TrialCase } from './engineTrial';
import type { StepTiming, TimingProgress } from './protocol';

/** Steps after the first one that are not counted: compilers make code faster while it runs. */
const warmUpSteps = 3;
/** Length of a round that is aimed at, in milliseconds: short enough for many in a second. */
const roundLength = 100;
/** Steps of a round are submitted one after the other, as in training; more would queue up. */
const mostInRound = 20;
const fewestRounds = 3;

/**
 * Trains the first run for a while. Nothing of it stays.
 * @param seconds that rounds are timed for, after the warm-up; at least three rounds whatever they take
 * @returns the median round's milliseconds a step. Rejects where the engine fails, or its loss is no number
 */
export async function timeSteps(
  engine: Engine,
  { experiment, source }: TrialCase,
  seconds: number,
  onProgress: (progress: TimingProgress) => void,
): Promise<StepTiming> {
  const [run] = experiment.runs;
  if (!run) throw new Error(words('timing.noRun', 'There is no run to time.'));
  const began = performance.now();
  const trainer = new Trainer(engine, experiment, run, source);
  /** Milliseconds a step, of steps whose last loss is waited for. */
  const round = async (steps: number) => {
    const started = performance.now();
    for (let s = 0; s < steps; s++) trainer.step();
    const losses = await trainer.readLosses();
    const milliseconds = performance.now() - started;
    // What computes nonsense may be fast at it.
    if (!losses.every(({ loss }) => Number.isFinite(loss)))
      throw new Error(words('timing.diverged', 'The loss is no number.'));
    return milliseconds / steps;
  };
  try {
    await engine.prepare([trainer.model], (done, total) =>
      onProgress({ phase: 'preparing', share: done / Math.max(1, total) }),
    );
    const startMs = performance.now() - began;
    const firstMs = await round(1);
    let stepMs = firstMs;
    for (let s = 0; s < warmUpSteps; s++) stepMs = await round(1);
    const inRound = clamp(Math.floor(roundLength / stepMs), 1, mostInRound);
    const times: number[] = [];
    const started = performance.now();
    const share = () => (performance.now() - started) / (1000 * seconds);
    while (times.length < fewestRounds || share() < 1) {
      times.push(await round(inRound));
      onProgress({ phase: 'timing', share: Math.min(1, share()) });
    }
    return { stepMs: median(times), startMs, firstMs, steps: times.length * inRound };
  } finally {
    trainer.dispose();
  }
}
