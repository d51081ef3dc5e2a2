/** The lab's engine without the lab's own page. */
import type { DriveResult, Listeners, Work } from './drive';

export interface Engine {
  /** What it runs on, such as "Chromium 142.0". */
  readonly version: string;
  /** Trains and evaluates. Rejects where the engine does not start. */
  run(work: Work, listeners: Listeners): Promise<DriveResult>;
  close(): Promise<void>;
}
