/** Trains a run again, from a checkpoint or from the start, to capture it at steps that it has taken before. */
import { clamp } from 'es-toolkit';
import type { EngineModel } from '../engine/engine';
import { encodeCapture, type Probe } from '../measure/capture';
import type { Trainer } from '../train/trainer';
import { nextTask } from './nextTask';
import type { ReplayEvent } from './protocol';
import { maxRoundsPerRead } from './throughput';

/** Aimed time between two read-backs of losses, in milliseconds: how soon a stop is heard. */
const readInterval = 100;

/**
 * Takes the steps that the run took, on the same batches and at the same rates, and captures it where it is asked for.
 * @param trainer where it begins; the caller disposes it
 * @param steps at which it is captured, rising, none before the trainer's
 * @param text what `probe` probes
 * @param signal ends it before the next step
 */
export async function replay(
  trainer: Trainer,
  { steps, text }: { steps: readonly number[]; text: string },
  probe: (model: EngineModel) => Promise<Probe>,
  onEvent: (event: ReplayEvent) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let perRead = 1;
  for (const step of steps) {
    while (trainer.steps < step) {
      const began = performance.now();
      const batch = Math.min(perRead, step - trainer.steps);
      for (let i = 0; i < batch; i++) {
        if (signal.aborted) return;
        trainer.step();
        await nextTask();
      }
      // The model takes no more steps at once than are read: else a stop would wait for all that are queued.
      await trainer.readLosses();
      const each = (performance.now() - began) / batch;
      perRead = clamp(Math.round(readInterval / each), 1, maxRoundsPerRead);
      await onEvent({ type: 'progress', step: trainer.steps });
    }
    if (signal.aborted) return;
    const capture = encodeCapture(await probe(trainer.model), step, text);
    if (signal.aborted) return;
    if (capture) await onEvent({ type: 'capture', capture });
  }
}
