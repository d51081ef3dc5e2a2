/** This engine's kernels in WebAssembly, on one core. */
import { adamWSchedule } from '../../src/ops/adamWSchedule';
import { simdBuild } from '../../src/processor/kernels';
import { ProcessorModel } from '../../src/processor/processorModel';
import { learningRateAt } from '../../src/train/schedule';
import { batchesOf, initialValuesOf, type Task } from '../task';
import type { Contender } from './types';

export async function createProcessor(task: Task): Promise<Contender> {
  const { config, experiment } = task;
  const { optimizer } = experiment;
  const batches = batchesOf(task);
  const model = await ProcessorModel.create(config, initialValuesOf(task), experiment.batch);
  let steps = 0;
  return {
    device: `WebAssembly, ${simdBuild()} SIMD`,
    step() {
      const rate = learningRateAt(steps, experiment.steps, optimizer);
      steps++;
      const { loss } = model.step(batches.next(), adamWSchedule(rate, steps, optimizer), optimizer);
      return { read: async () => loss, dispose: () => {} };
    },
    bytes: () => model.bytes,
  };
}
