/**
 * The engine on TensorFlow.js: on WebGPU with the lab's kernels and recorded steps, else with tf ops alone, which are what the
 * kernels are tested against.
 */

import { compileAll, deviceIdle, kernelsRun } from '../device';
import type { Engine } from '../engine/engine';
import { TensorModel } from './tensorModel';

/**
 * Makes the engine on the backend that TensorFlow.js runs on.
 * @param capture whether steps are recorded and replayed where the device can
 */
export function createTensorEngine(id: 'webgpu' | 'cpu', capture = true): Engine {
  return {
    id,
    createModel: (config, values, options) => new TensorModel(config, values, options, capture),
    /** Compiles the kernels of all models at once, and records their steps. Rejects with a KernelError where one is refused. */
    async prepare(models, onProgress) {
      const own = models as readonly TensorModel[];
      await compileAll(() => {
        for (const model of own) model.dryRun();
      }, onProgress);
      if (!kernelsRun()) return;
      for (const model of own) model.recordStep();
      // The device lags behind with the hundreds of buffers and bind groups of a recording, and the first step would pay for them.
      await deviceIdle();
    },
  };
}
