/** What goes into a race and comes out of it in the worker: as the protocol has it, with checkpoints that are not packed. */
import type { Checkpoint } from '../train/checkpoint';
import type { Resume, RunEvent } from './protocol';

/** See RunEvent. */
export type RaceEvent =
  | Exclude<RunEvent, { type: 'checkpoint' }>
  | { type: 'checkpoint'; checkpoints: Record<string, Checkpoint> };

/** See Resume. */
export type RaceResume = Omit<Resume, 'checkpoints'> & { checkpoints: Readonly<Record<string, Checkpoint>> };
