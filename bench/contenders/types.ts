/** What the bench asks of an engine. */
import type { Task } from '../task';

/** A loss that is still on the device. */
export interface PendingLoss {
  /** Waits for the device and frees the value. */
  read(): Promise<number>;
  /** Frees the value unread. */
  dispose(): void;
}

export interface Contender {
  /** Draws the next batch and submits one training step on it, without waiting for the device. */
  step(): PendingLoss;
}

export type CreateContender = (task: Task) => Promise<Contender>;
