/** Measures what is loaded without some of its parts; one grid at a time. */
import type { EngineModel } from '../../engine/engine';
import {
  allUnpacked,
  type KeptCheckpoint,
  type KeptCheckpoints,
  unpacked,
} from '../../train/packedCheckpoint';
import type { Trainer } from '../../train/trainer';
import { ablatedLoss, ablationGrid, windowed } from '../ablation';
import type { LoadedSlot } from '../loadedExperiment';
import type { AblatedRun, Ablation, AblationEvent, AblationService } from '../protocol';
import { trainerAt } from './trainerAt';

/** Aborts one grid for the next. */
export class Ablations implements AblationService {
  private running: AbortController | null = null;

  constructor(private readonly slot: LoadedSlot) {}

  async measure(runId: string, ablation: Ablation, kept: KeptCheckpoints = {}): Promise<AblatedRun> {
    const checkpoints = await allUnpacked(kept);
    const { race } = this.slot.require();
    const others = new Set(
      (ablation.maps ?? []).flatMap(({ by }) => (typeof by === 'string' ? [] : [by.runId])),
    );
    const ids = [runId, ...others];
    const trainers = ids.map((id) => trainerAt(race, id, checkpoints[id]));
    // All are asked for at once, so that they are of the steps taken so far.
    const read = await Promise.allSettled(trainers.map(({ ask }) => ask(copied)));
    const copies = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    try {
      for (const one of read) if (one.status === 'rejected') throw one.reason;
      const other = (id: string) => (copies[ids.lastIndexOf(id)] as Copied).copy;
      const { trainer, step, copy } = copies[0] as Copied;
      const whole = windowed(await trainer.validate(copy));
      const without = await ablatedLoss(trainer, copy, ablation, other);
      return { step, whole, without };
    } finally {
      for (const { copy } of copies) copy.dispose();
      for (const one of trainers) one.free();
    }
  }

  async grid(
    runId: string,
    onEvent: (event: AblationEvent) => void | Promise<void>,
    kept?: KeptCheckpoint,
  ): Promise<boolean> {
    const { race, unloaded } = this.slot.require();
    this.running?.abort();
    const controller = new AbortController();
    this.running = controller;
    const abort = () => controller.abort();
    unloaded.addEventListener('abort', abort);
    let free = () => {};
    try {
      const checkpoint = kept && (await unpacked(kept));
      controller.signal.throwIfAborted();
      const at = trainerAt(race, runId, checkpoint);
      free = at.free;
      await at.ask((trainer) => ablationGrid(trainer, () => race.isTraining, onEvent, controller.signal));
      return true;
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      return false;
    } finally {
      unloaded.removeEventListener('abort', abort);
      free();
    }
  }

  async cancel(): Promise<void> {
    this.running?.abort();
  }
}

/** A trainer, and a copy of its model as of a step. */
interface Copied {
  trainer: Trainer;
  step: number;
  copy: EngineModel;
}

async function copied(trainer: Trainer): Promise<Copied> {
  const { steps: step } = trainer;
  return { trainer, step, copy: await trainer.copy() };
}
