/** This engine, through the same door as the worker: `Trainer.step`. */
import { Trainer } from '../../src/train/trainer';
import type { Task } from '../task';
import { pendingScalar, startWebGPU } from './tfjs';
import type { Contender } from './types';

export async function createLab({ experiment, run, data }: Task): Promise<Contender> {
  await startWebGPU();
  const trainer = new Trainer(experiment, run, data);
  return {
    step: () => {
      const { loss, gradNorm } = trainer.step();
      gradNorm.dispose();
      return pendingScalar(loss);
    },
  };
}
