/** This engine on WebGPU. */
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import { Trainer } from '../../src/train/trainer';
import type { Task } from '../task';
import { startWebGPU } from './tfjs';
import { trainerSteps } from './trainerSteps';
import type { Contender, CreateContender } from './types';

/** @param capture whether steps are recorded and replayed */
export function labWith(capture: boolean): CreateContender {
  return async ({ experiment, run, source }: Task): Promise<Contender> => {
    await startWebGPU();
    const engine = createTensorEngine('webgpu', capture);
    const trainer = new Trainer(engine, experiment, run, source);
    await engine.prepare([trainer.model], () => {});
    return { device: 'WebGPU', step: trainerSteps(trainer) };
  };
}
