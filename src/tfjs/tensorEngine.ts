/**
 * The engine on TensorFlow.js: on WebGPU with the lab's kernels and recorded steps, else with tf ops alone, which are what the
 * kernels are tested against.
 */
import { compileAll, deviceIdle, KernelError, kernelsRun, setKernels } from '../device';
import type { Engine } from '../engine/engine';
import { KernelRefused } from '../engine/errors';
import { words } from '../format/words';
import { watchDevice } from './deviceWatch';
import { TensorModel } from './tensorModel';

/**
 * Makes the engine on the backend that TensorFlow.js runs on.
 * @param capture whether steps are recorded and replayed where the device can
 */
export function createTensorEngine(id: 'webgpu' | 'cpu', capture = true): Engine {
  return {
    id,
    createModel: (config, values, options) => new TensorModel(config, values, options, capture),
    async prepare(models, onProgress) {
      const own = models as readonly TensorModel[];
      try {
        await compileAll(() => {
          for (const model of own) model.dryRun();
        }, onProgress);
      } catch (error) {
        if (!(error instanceof KernelError)) throw error;
        throw new KernelRefused(
          words('engine.kernelRefused', 'The graphics card refused one of the lab’s kernels.'),
          { cause: error },
        );
      }
      if (!kernelsRun()) return;
      for (const model of own) model.recordStep();
      // The device lags behind with the hundreds of buffers and bind groups of a recording, and the first step would pay for
      // them. It also raises what it refused of them.
      await deviceIdle();
    },
    ...(id === 'webgpu' && {
      watch: watchDevice,
      withoutOwnKernels() {
        if (!kernelsRun()) return null;
        setKernels(false);
        return createTensorEngine(id);
      },
    }),
  };
}
