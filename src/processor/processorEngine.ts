/** The engine on the processor: each model in a worker of its own, so that runs train at the same time. */
import type { Engine } from '../engine/engine';
import { Gate } from './gate';
import { RemoteModel } from './remoteModel';
import { mostShards } from './shards';
import type { StartWorker } from './startWorker';

/** @param kernels that compileKernels gave @param cores of the machine */
export function createProcessorEngine(
  startWorker: StartWorker,
  kernels: WebAssembly.Module,
  cores = 1,
): Engine {
  const gate = new Gate(cores);
  return {
    id: 'processor',
    atATime: cores,
    workersFor: (models) => workersFor(cores, models),
    createModel: (config, values, options) =>
      new RemoteModel(config, values, options, startWorker, kernels, gate),
    giveWay(answers) {
      gate.use();
      if (answers) gate.hold();
      else gate.release();
    },
    async prepare(models, onProgress) {
      let done = 0;
      onProgress(done, models.length);
      await Promise.all(
        (models as readonly RemoteModel[]).map(async (model) => {
          await model.prepare();
          onProgress(++done, models.length);
        }),
      );
    },
  };
}

/** Workers that each run's steps are shared by where so many runs train at the same time: a power of 2. */
export function workersFor(cores: number, runs: number): number {
  const each = Math.max(1, Math.min(mostShards, cores / Math.max(1, runs)));
  return 2 ** Math.floor(Math.log2(each));
}
