/** Gives what a service measures: a loaded run as it is now, or another trainer of it at a checkpoint. */
import type { Checkpoint } from '../../train/checkpoint';
import type { Trainer } from '../../train/trainer';
import type { Race } from '../race';

export interface OwnedTrainer {
  trainer: Trainer;
  /** Frees it where it was made for this. */
  free(): void;
}

/** Gives a run's trainer as it is now, or one at a checkpoint. */
export function trainerAt(race: Race, runId: string, checkpoint: Checkpoint | undefined): OwnedTrainer {
  if (!checkpoint) return { trainer: race.trainer(runId), free() {} };
  const trainer = race.trainerFrom(runId, checkpoint, checkpoint.rateFactor);
  return { trainer, free: () => trainer.dispose() };
}
