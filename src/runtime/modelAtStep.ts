/** What a run was after some steps, which a branch begins from: kept, or trained again from the nearest step before it. */
import { Random } from '../data/random';
import type { DataSource } from '../data/source';
import type { Engine } from '../engine/engine';
import { originOf } from '../experiment/branches';
import { settingsOfRun } from '../experiment/overrides';
import type { Experiment, Run } from '../experiment/schema';
import { isolated } from '../format/visible';
import { words } from '../format/words';
import { modelConfig } from '../model/config';
import { initialValues } from '../model/values';
import type { Checkpoint } from '../train/checkpoint';
import { forkedCheckpoint } from '../train/fork';
import { Trainer } from '../train/trainer';
import { nextTask } from './nextTask';

/** Steps between two reads of the losses, and chances to be cancelled. */
const stepsPerRead = 16;

/** What runs are trained again with. */
interface Retraining {
  engine: Engine;
  experiment: Experiment;
  source: DataSource;
  /** Those that are kept, by run id. */
  checkpoints: Readonly<Record<string, Checkpoint>>;
  onProgress(progress: { what: string; done: number; total: number }): void;
  /** Throws where the result is no longer wanted. */
  throwIfCancelled(): void;
}

/**
 * Gives a run's checkpoint after so many steps, which trained again is the same to the bit on an engine whose results are. Rejects with
 * an Error for the reader where its loss is no number before.
 */
async function modelAtStep(run: Run, step: number, retraining: Retraining): Promise<Checkpoint> {
  const { engine, experiment, source, checkpoints, onProgress, throwIfCancelled } = retraining;
  const { [run.id]: kept } = checkpoints;
  const from = kept && kept.steps <= step ? kept : await startOf(run, retraining);
  if (from?.steps === step) return from;
  const trainer = new Trainer(engine, experiment, run, source, { from });
  try {
    await engine.prepare([trainer.model], () => {});
    while (trainer.steps < step) {
      const until = Math.min(step, trainer.steps + stepsPerRead);
      while (trainer.steps < until) trainer.step();
      const losses = await trainer.readLosses();
      if (!losses.every(({ loss, gradNorm }) => Number.isFinite(loss) && Number.isFinite(gradNorm)))
        throw new Error(
          words(
            'training.noBranchThere',
            '“{{run}}” has no loss that is a number at step {{step}}, so no branch can begin there. Choose an earlier step.',
            { run: isolated(run.name), step: trainer.steps },
          ),
        );
      onProgress({
        what: words('training.again', 'Training “{{run}}” again', { run: isolated(run.name) }),
        done: trainer.steps,
        total: step,
      });
      await nextTask();
      throwIfCancelled();
    }
    return await trainer.checkpoint();
  } finally {
    trainer.dispose();
  }
}

/** Gives what a branch begins from; undefined for a run that is none, and begins at step 0. */
async function startOf(run: Run, retraining: Retraining): Promise<Checkpoint | undefined> {
  const { experiment, source } = retraining;
  const origin = originOf(experiment, run);
  if (!origin || !run.branchOf) return undefined;
  const checkpoint = await modelAtStep(origin, run.branchOf.step, retraining);
  const [from, to] = [origin, run].map((one) => modelConfig(experiment, one, source.vocab)) as [
    ReturnType<typeof modelConfig>,
    ReturnType<typeof modelConfig>,
  ];
  // As the origin would have begun with this stack.
  const random = new Random(settingsOfRun(experiment, origin).seed);
  const fixedSequence = source.fixedSequence(random.fork('batches'));
  const fresh = initialValues(to, random.fork('init'), fixedSequence);
  return forkedCheckpoint(checkpoint, from, to, fresh);
}

/** Gives what each branch of an experiment begins from, by run id: the checkpoint of its own, where it has one. */
export async function branchStarts(retraining: Retraining): Promise<Record<string, Checkpoint>> {
  const starts: Record<string, Checkpoint> = {};
  for (const run of retraining.experiment.runs) {
    if (!run.branchOf) continue;
    const start = retraining.checkpoints[run.id] ?? (await startOf(run, retraining));
    if (start) starts[run.id] = start;
  }
  return starts;
}
