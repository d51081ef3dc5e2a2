/** The lab's engine without the lab's own page. */
import type { DriveResult, Listeners, Work } from './drive';
import type { SweepWork, TrainedSweep } from './driveSweep';

export interface HeadlessEngine {
  /** What it runs on, such as "Chromium 142.0". */
  readonly version: string;
  /** Trains and evaluates. Rejects where the engine does not start. */
  run(work: Work, listeners: Listeners): Promise<DriveResult>;
  /** Trains a sweep. Rejects where the engine does not start. */
  sweep(work: SweepWork, listeners: Pick<Listeners, 'onProgress'>): Promise<TrainedSweep>;
  close(): Promise<void>;
}
