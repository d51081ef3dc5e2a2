/** Steps through the same door as the lab's worker. */
import type { Trainer } from '../../src/train/trainer';
import type { Contender } from './types';

export const trainerSteps =
  (trainer: Trainer): Contender['step'] =>
  () => {
    trainer.step();
    return {
      read: async () => (await trainer.readLosses()).at(-1)?.loss ?? Number.NaN,
      // A loss nobody asks for waits in the trainer until the next read.
      dispose: () => {},
    };
  };
