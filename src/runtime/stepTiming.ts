/** Times the training steps of one engine, for the bench page. */
import type { Engine } from '../engine/engine';
import { words } from '../format/words';
import { Trainer } from '../train/trainer';
import type { TrialCase } from './engineTrial';
import type { StepTiming, TimingProgress } from './protocol';
import { timeRounds } from './timeRounds';

/**
 * Trains the first run for a while. Nothing of it stays.
 * @param seconds see timeRounds
 * @returns the median round's milliseconds a step. Rejects where the engine fails, or its loss is no number
 */
export async function timeSteps(
  engine: Engine,
  trial: TrialCase,
  seconds: number,
  onProgress: (progress: TimingProgress) => void,
): Promise<StepTiming> {
  const began = performance.now();
  const trainer = trainerOf(engine, trial);
  try {
    await engine.prepare([trainer.model], (done, total) =>
      onProgress({ phase: 'preparing', share: done / Math.max(1, total) }),
    );
    const startMs = performance.now() - began;
    const { ms, firstMs, counted } = await timeRounds(trainingRound(trainer), seconds, (share) =>
      onProgress({ phase: 'timing', share }),
    );
    return { stepMs: ms, startMs, firstMs, steps: counted };
  } finally {
    trainer.dispose();
  }
}

/** Makes a trainer of the first run. @throws Error for the reader where there is none */
export function trainerOf(engine: Engine, { experiment, source }: TrialCase): Trainer {
  const [run] = experiment.runs;
  if (!run) throw new Error(words('timing.noRun', 'There is no run to time.'));
  return new Trainer(engine, experiment, run, source);
}

/** Takes so many steps, whose losses are waited for. */
export const trainingRound = (trainer: Trainer) => async (steps: number) => {
  for (let s = 0; s < steps; s++) trainer.step();
  checkLosses(await trainer.readLosses());
};

/** What computes nonsense may be fast at it. @throws Error for the reader where a loss is no number */
export function checkLosses(results: readonly { loss: number }[]): void {
  if (!results.every(({ loss }) => Number.isFinite(loss)))
    throw new Error(words('timing.diverged', 'The loss is no number.'));
}
