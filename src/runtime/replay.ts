/** Trains a run again, from a checkpoint or from the start, to capture it at steps that it has taken before. */
import { clamp } from 'es-toolkit';
import { formatCount } from '../format/numbers';
import type { Trainer } from '../train/trainer';
import { captureOf, type Reading } from './captures';
import { nextTask } from './nextTask';
import type { ReplayEvent } from './protocol';
import { maxRoundsPerRead } from './throughput';

/** Aimed time between two read-backs of losses, in milliseconds: how soon a stop is heard. */
const readInterval = 100;

/**
 * Takes the steps that the run took, on the same batches and at the same rates, and captures it where it is asked for. A capture of the
 * checkpoint itself lacks what the step before it did.
 * @param trainer where it begins; the caller disposes it
 * @param steps at which it is captured, rising, none before the trainer's
 * @param text what `read` probes
 * @param read reads the trainer's model as it is now, at a step
 * @param signal ends it before the next step
 * @throws Error where a step is before the trainer's
 */
export async function replay(
  trainer: Trainer,
  { steps, text }: { steps: readonly number[]; text: string },
  read: (step: number) => Reading,
  onEvent: (event: ReplayEvent) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const [first = trainer.steps] = steps;
  if (trainer.steps > first)
    throw new Error(
      `Step ${formatCount(first)} is before step ${formatCount(trainer.steps)}, which is the first that this run can be trained again from. ` +
        'Choose a later one.',
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
      await onEvent({ type: 'progress', step: trainer.steps });
    }
    if (signal.aborted) return;
    const capture = await captureOf(read(step), step, text);
    if (signal.aborted) return;
    if (capture) await onEvent({ type: 'capture', capture });
  }
}
