/** Gives what a service asks of a run: of a loaded run as it is now, or of another trainer of it at a checkpoint. */
import type { Checkpoint } from '../../train/checkpoint';
import type { Trainer } from '../../train/trainer';
import { askTrainer } from '../askTrainer';
import type { Race } from '../race';

export interface TrainerAt {
  /** See askTrainer. */
  ask<T>(question: (trainer: Trainer) => Promise<T>): Promise<T>;
  /** Frees the trainer where it was made for this. */
  free(): void;
}

/** Gives a run's trainer as it is now, or one at a checkpoint. */
export function trainerAt(race: Race, runId: string, checkpoint: Checkpoint | undefined): TrainerAt {
  if (!checkpoint) return { ask: (question) => askTrainer(() => race.trainer(runId), question), free() {} };
  const trainer = race.trainerFrom(runId, checkpoint, checkpoint.rateFactor);
  return { ask: (question) => question(trainer), free: () => trainer.dispose() };
}
