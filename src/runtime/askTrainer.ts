/** Asks a run's trainer, of which it gets another where it fails or resumes. */
import { ModelDisposed } from '../engine/errors';
import type { Trainer } from '../train/trainer';

/**
 * Asks the trainer, and the next one where this one is disposed before it has answered. Rejects with ModelDisposed where there is no
 * next one, as the whole race is disposed.
 * @param current gets the run's trainer as it is now
 */
export async function askTrainer<T>(
  current: () => Trainer,
  question: (trainer: Trainer) => Promise<T>,
): Promise<T> {
  for (;;) {
    const trainer = current();
    try {
      return await question(trainer);
    } catch (error) {
      if (!(error instanceof ModelDisposed) || current() === trainer) throw error;
    }
  }
}
