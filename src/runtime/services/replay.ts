/** Trains runs again that are loaded, on models of their own, one at a time. */
import type { Checkpoint } from '../../train/checkpoint';
import { type PackedCheckpoint, packed, unpacked } from '../../train/packedCheckpoint';
import type { Trainer } from '../../train/trainer';
import { probeData } from '../attentionProbe';
import { isSampleStep, isValidationStep } from '../captureSteps';
import { captureOf } from '../captures';
import type { LoadedSlot } from '../loadedExperiment';
import { readModel } from '../modelReading';
import type { ReplayEvent, ReplayRequest, ReplayService, Retraining } from '../protocol';
import { replay } from '../replay';

/** Aborts one for the next. */
export class Replay implements ReplayService {
  private running: AbortController | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async run(
    { steps, text, ...retraining }: ReplayRequest,
    onEvent: (event: ReplayEvent) => void | Promise<void>,
  ): Promise<boolean> {
    const { data, experiment } = this.slot.require();
    const known = probeData(experiment, data);
    return this.train(retraining, async (trainer, signal) => {
      const capture = async (step: number) => {
        const validates = isValidationStep(step, experiment);
        const reading = {
          ...readModel(trainer.model, known, text, isSampleStep(step, experiment)),
          lastStep: trainer.model.lastStep(),
          validation: validates ? trainer.validate() : null,
        };
        const capture = await captureOf(reading, step, text);
        if (capture && !signal.aborted) await onEvent({ type: 'capture', capture });
      };
      await replay(trainer, steps, capture, (step) => onEvent({ type: 'progress', step }), signal);
    });
  }

  async checkpoint(
    { step, ...retraining }: Retraining & { step: number },
    onProgress: (step: number) => void | Promise<void>,
  ): Promise<PackedCheckpoint | null> {
    let checkpoint: Checkpoint | null = null;
    const isDone = await this.train(retraining, async (trainer, signal) => {
      const read = async () => {
        checkpoint = await trainer.checkpoint();
      };
      await replay(trainer, [step], read, onProgress, signal);
    });
    return isDone && checkpoint ? packed(checkpoint) : null;
  }

  async cancel(): Promise<void> {
    this.running?.abort();
  }

  /** @returns whether it came to its end */
  private async train(
    { runId, from, rateFactor }: Retraining,
    work: (trainer: Trainer, signal: AbortSignal) => Promise<void>,
  ): Promise<boolean> {
    const { race, unloaded } = this.slot.require();
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    const abort = () => controller.abort();
    unloaded.addEventListener('abort', abort);
    let trainer: Trainer | null = null;
    try {
      const checkpoint = from ? await unpacked(from) : undefined;
      controller.signal.throwIfAborted();
      trainer = race.trainerFrom(runId, checkpoint, rateFactor);
      await work(trainer, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    } finally {
      unloaded.removeEventListener('abort', abort);
      trainer?.dispose();
    }
    return !controller.signal.aborted;
  }
}
