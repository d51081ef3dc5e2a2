// An engine for tests in Node, as the worker chooses one: the processor's, in this thread.
import type { Engine } from '../../src/engine/engine';
import { createProcessorEngine } from '../../src/processor/processorEngine';
import { startInThisThread } from '../../src/processor/startWorker';
import type { ChosenEngine } from '../../src/runtime/engineChoice';
import { kernelModule } from './kernels';

let alive = 0;

/** Models that were made and not yet disposed. */
export const liveModels = (): number => alive;

/** Counts the engine's models. */
function counted(engine: Engine): Engine {
  return {
    ...engine,
    createModel(...args) {
      const model = engine.createModel(...args);
      const { dispose } = model;
      alive++;
      let disposed = false;
      model.dispose = () => {
        if (!disposed) alive--;
        disposed = true;
        dispose.call(model);
      };
      return model;
    },
  };
}

export const testEngine = (): ChosenEngine => ({
  engine: counted(createProcessorEngine(startInThisThread, kernelModule)),
  info: { name: 'processor', adapter: 'test', software: false, reason: 'A test.', advice: null },
});

/** What a call of the worker asks for where it does not matter. */
export const anyEngine = { engine: { setting: 'auto', webgpuFailure: null } } as const;

/** For tests of what is WebGPU's own, on SwiftShader, which nobody gets without asking for it. */
export const onWebGPU = { engine: { setting: 'webgpu', webgpuFailure: null } } as const;
