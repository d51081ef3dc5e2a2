/** This engine's kernels in WebAssembly: on the session's own thread, or on workers that share each step. */
import { adamWSchedule } from '../../src/ops/adamWSchedule';
import { compileKernels } from '../../src/processor/compileKernels';
import { createKernels } from '../../src/processor/kernels';
import { modelPlan } from '../../src/processor/plan';
import { createProcessorEngine } from '../../src/processor/processorEngine';
import { ProcessorModel } from '../../src/processor/processorModel';
import { processorAdapter } from '../../src/runtime/processor';
import { learningRateAt } from '../../src/train/schedule';
import { Trainer } from '../../src/train/trainer';
import { batchesOf, initialValuesOf, type Task } from '../task';
import { ownThreads } from '../threads';
import { trainerSteps } from './trainerSteps';
import type { Contender } from './types';

export async function createProcessor(task: Task): Promise<Contender> {
  const { config, experiment } = task;
  const { optimizer } = experiment;
  const batches = batchesOf(task);
  const plan = modelPlan(config);
  const model = ProcessorModel.create(
    await createKernels(await compileKernels()),
    plan,
    initialValuesOf(task),
    experiment.batch,
  );
  // As a worker does before its first step.
  model.warmUp();
  let steps = 0;
  return {
    device: processorAdapter(),
    step() {
      const rate = learningRateAt(steps, experiment.steps, optimizer);
      steps++;
      const { loss } = model.step(batches.next(), adamWSchedule(rate, steps, optimizer), optimizer);
      return { read: async () => loss, dispose: () => {} };
    },
    bytes: () => model.bytes,
  };
}

/** @param threads workers that share each step */
export async function createSplitProcessor(
  { experiment, run, source }: Task,
  threads: number | null,
): Promise<Contender> {
  const engine = createProcessorEngine(ownThreads(), await compileKernels(), threads ?? 1);
  const trainer = new Trainer(engine, experiment, run, source);
  await engine.prepare([trainer.model], () => {});
  // The memory of its workers is out of reach.
  return { device: processorAdapter(), step: trainerSteps(trainer), bytes: () => null };
}
