/** Trains a run again, from a checkpoint or from the start, to have it as it was at steps that it has taken before. */
import { clamp } from 'es-toolkit';
import { words } from '../format/words';
import type { Trainer } from '../train/trainer';
import { nextTask } from './nextTask';
import { maxRoundsPerRead } from './throughput';

/** Aimed time between two read-backs of losses, in milliseconds: how soon a stop is heard. */
const readInterval = 100;

/**
 * Takes the steps that the run took, on the same batches and at the same rates. The step before each that is wanted is measured, but for
 * one that it begins at.
 * @param trainer where it begins; the caller disposes it
 * @param steps that are wanted, rising, none before the trainer's
 * @param at is called at each of them
 * @param onProgress hears of steps taken, counted from the run's start
 * @param signal ends it before the next step
 * @throws Error where a step is before the trainer's
 */
export async function replay(
  trainer: Trainer,
  steps: readonly number[],
  at: (step: number) => Promise<void>,
  onProgress: (step: number) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const [first = trainer.steps] = steps;
  if (trainer.steps > first)
    throw new Error(
      words(
        'training.beforeFirst',
        'Step {{step}} is before step {{first}}, which is the first that this run can be trained again from. Choose a later one.',
        { step: first, first: trainer.steps },
      ),
    );
  let perRead = 1;
  for (const step of steps) {
    while (trainer.steps < step) {
      const began = performance.now();
      const batch = Math.min(perRead, step - trainer.steps);
      for (let i = 0; i < batch; i++) {
        if (signal.aborted) return;
        trainer.step(trainer.steps + 1 === step);
        await nextTask();
      }
      // The model takes no more steps at once than are read: else a stop would wait for all that are queued.
      await trainer.readLosses();
      const each = (performance.now() - began) / batch;
      perRead = clamp(Math.round(readInterval / each), 1, maxRoundsPerRead);
      await onProgress(trainer.steps);
    }
    if (signal.aborted) return;
    await at(step);
  }
}
