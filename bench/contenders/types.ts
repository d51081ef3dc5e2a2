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
  /** What computes, as tables name it: "WebGPU", "WebAssembly, relaxed SIMD". */
  device: string;
  /** Draws the next batch and submits one training step on it, without waiting for the device. */
  step(): PendingLoss;
  /** Bytes that the model has taken on a processor; without it they are those of GPU buffers. */
  bytes?: () => number | null;
}

/** @param threads to compute with; null where they are the device's own affair */
export type CreateContender = (task: Task, threads: number | null) => Promise<Contender>;
