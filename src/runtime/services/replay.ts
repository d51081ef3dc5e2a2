/** Trains runs again that are loaded, on models of their own, one at a time. */
import { probeData } from '../attentionProbe';
import { isValidationStep } from '../captureSteps';
import type { Reading } from '../captures';
import type { LoadedSlot } from '../loadedExperiment';
import { readModel } from '../modelReading';
import type { ReplayEvent, ReplayRequest, ReplayService } from '../protocol';
import { replay } from '../replay';

/** Aborts one for the next. */
export class Replay implements ReplayService {
  private running: AbortController | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async run(
    { runId, from, rateFactor, steps, text }: ReplayRequest,
    onEvent: (event: ReplayEvent) => void | Promise<void>,
  ): Promise<boolean> {
    const { race, data, experiment, unloaded } = this.slot.require();
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    const abort = () => controller.abort();
    unloaded.addEventListener('abort', abort);
    const trainer = race.trainerFrom(runId, from ?? undefined, rateFactor);
    try {
      const known = probeData(experiment, data);
      const read = (step: number): Reading => {
        const validates = isValidationStep(step, experiment);
        return {
          ...readModel(trainer.model, known, text, validates),
          lastStep: trainer.model.lastStep(),
          validation: validates ? trainer.validate() : null,
        };
      };
      await replay(trainer, { steps, text }, read, onEvent, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    } finally {
      unloaded.removeEventListener('abort', abort);
      trainer.dispose();
    }
    return !controller.signal.aborted;
  }

  async cancel(): Promise<void> {
    this.running?.abort();
  }
}
