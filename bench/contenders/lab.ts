/** This engine, through the same door as the worker: `Trainer.step`. */
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import { Trainer } from '../../src/train/trainer';
import type { Task } from '../task';
import { startWebGPU } from './tfjs';
import type { Contender, CreateContender } from './types';

/** @param capture whether steps are recorded and replayed */
export function labWith(capture: boolean): CreateContender {
  return async ({ experiment, run, source }: Task): Promise<Contender> => {
    await startWebGPU();
    const engine = createTensorEngine('webgpu', capture);
    const trainer = new Trainer(engine, experiment, run, source);
    await engine.prepare([trainer.model], () => {});
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
