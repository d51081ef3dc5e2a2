/** This engine's kernels in WebAssembly, on one core. */
import { Random } from '../../src/data/random';
import { modelConfig } from '../../src/model/config';
import { initialValues } from '../../src/model/values';
import { adamWSchedule } from '../../src/ops/adamWSchedule';
import { createKernels } from '../../src/processor/kernels';
import { modelPlan } from '../../src/processor/plan';
import { ProcessorModel } from '../../src/processor/processorModel';
import { learningRateAt } from '../../src/train/schedule';
import type { Task } from '../task';
import type { Contender } from './types';

export async function createProcessor({ experiment, run, source }: Task): Promise<Contender> {
  const { optimizer } = experiment;
  const random = new Random(experiment.seed);
  const config = modelConfig(experiment, run, source.vocab);
  const values = initialValues(config, random.fork('init'), source.fixedSequence(random.fork('batches')));
  const batches = source.batches(experiment.batch, random.fork('batches'));
  const model = await ProcessorModel.create(
    await createKernels(),
    modelPlan(config),
    values,
    experiment.batch,
  );
  let steps = 0;
  return {
    step() {
      const rate = learningRateAt(steps, experiment.steps, optimizer);
      steps++;
      const { loss } = model.step(batches.next(), adamWSchedule(rate, steps, optimizer), optimizer);
      return { read: async () => loss, dispose: () => {} };
    },
  };
}
