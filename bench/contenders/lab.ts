/** This engine, through the same door as the worker: `Trainer.step`. */
import { compileAll } from '../../src/device';
import { Trainer } from '../../src/train/trainer';
import type { Task } from '../task';
import { startWebGPU } from './tfjs';
import type { Contender, CreateContender } from './types';

/** @param capture whether steps are recorded and replayed */
export function labWith(capture: boolean): CreateContender {
  return async ({ experiment, run, source }: Task): Promise<Contender> => {
    await startWebGPU();
    const trainer = new Trainer(experiment, run, source, { capture });
    await compileAll(
      () => trainer.dryRun(),
      () => {},
    );
    await trainer.prepare();
    return {
      device: 'WebGPU',
      step: () => {
        trainer.step();
        return {
          read: async () => (await trainer.readLosses()).at(-1)?.loss ?? Number.NaN,
          // A loss nobody asks for waits in the trainer until the next read.
          dispose: () => {},
        };
      },
    };
  };
}
