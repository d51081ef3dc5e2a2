/** Measures what is loaded without some of its parts; one grid at a time. */
import type { EngineModel } from '../../engine/engine';
import { ablatedLoss, ablationGrid } from '../ablation';
import type { LoadedSlot } from '../loadedExperiment';
import type { AblatedRun, Ablation, AblationEvent, AblationService } from '../protocol';

/** Aborts one grid for the next. */
export class Ablations implements AblationService {
  private running: AbortController | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async measure(runId: string, ablation: Ablation): Promise<AblatedRun> {
    const { race } = this.slot.require();
    const trainer = race.trainer(runId);
    const others = new Set(
      (ablation.maps ?? []).flatMap(({ by }) => (typeof by === 'string' ? [] : [by.runId])),
    );
    // All are asked for at once, so that they are of the steps taken so far.
    const { steps: step } = trainer;
    const ids = [runId, ...others];
    const read = await Promise.allSettled(ids.map((id) => race.trainer(id).copy()));
    const copies = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    try {
      for (const one of read) if (one.status === 'rejected') throw one.reason;
      const other = (id: string) => copies[ids.lastIndexOf(id)] as EngineModel;
      const copy = copies[0] as EngineModel;
      const { loss, accuracy } = await trainer.validate(copy);
      const without = await ablatedLoss(trainer, copy, ablation, other);
      return { step, whole: { loss, accuracy }, without };
    } finally {
      for (const copy of copies) copy.dispose();
    }
  }

  async grid(runId: string, onEvent: (event: AblationEvent) => void | Promise<void>): Promise<boolean> {
    const { race, unloaded } = this.slot.require();
    const trainer = race.trainer(runId);
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    const abort = () => controller.abort();
    unloaded.addEventListener('abort', abort);
    try {
      await ablationGrid(trainer, () => race.isTraining, onEvent, controller.signal);
      return true;
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      return false;
    } finally {
      unloaded.removeEventListener('abort', abort);
    }
  }

  async cancel(): Promise<void> {
    this.running?.abort();
  }
}
