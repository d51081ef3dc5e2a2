/** Branches: runs that begin as another run was after some steps, and go on with something changed, on the same batches. */
import { freshId, freshName, type Transition } from './edit';
import { settingsOfRun } from './overrides';
import { withRuns } from './runStyles';
import type { Experiment, Run } from './schema';

/** Finds the run that a branch begins as; undefined where the run is none. */
export const originOf = ({ runs }: Pick<Experiment, 'runs'>, { branchOf }: Run): Run | undefined =>
  branchOf && runs.find(({ id }) => id === branchOf.run);

/** Seed that a run's batches are drawn by: of a branch its origin's, whatever its own. Runs with the same see the same batches. */
export function batchSeedOf(e: Experiment, run: Run): number {
  const origin = originOf(e, run);
  return origin ? batchSeedOf(e, origin) : settingsOfRun(e, run).seed;
}

/** All of a run's own that its training depends on: with that of the run that it is a branch of. */
export interface Lineage extends Pick<Run, 'layers' | 'overrides'> {
  branch?: { step: number; of: Lineage };
}

/** Describes a run's training, without what the experiment's runs share. */
export function lineageOf(e: Pick<Experiment, 'runs'>, run: Run): Lineage {
  const { layers, overrides, branchOf } = run;
  const origin = originOf(e, run);
  const branch = branchOf && origin && { step: branchOf.step, of: lineageOf(e, origin) };
  return { layers, overrides, ...(branch && { branch }) };
}

/**
 * Adds a branch of a run after it, and makes a change of the branch.
 * @param step from which it goes on: of a branch one before its own beginning is one of its origin
 * @param change one thing of the run with this id
 */
export const branchRun =
  (runId: string, step: number, change: (branchId: string) => Transition = () => (e) => e): Transition =>
  (e) => {
    const run = runAtStep(
      e,
      e.runs.find(({ id }) => id === runId),
      step,
    );
    if (!run) return e;
    const id = freshId();
    const name = freshName(e, run.name, `, from step ${step}`);
    const at = e.runs.findIndex((one) => one.id === runId);
    const branch: Run = { ...run, id, name, branchOf: { run: run.id, step } };
    return change(id)(withRuns(e, e.runs.toSpliced(at + 1, 0, branch)));
  };

/** Finds the run whose steps a run's training has at a step: itself, or what it is a branch of. */
function runAtStep(e: Experiment, run: Run | undefined, step: number): Run | undefined {
  return run?.branchOf && step < run.branchOf.step ? runAtStep(e, originOf(e, run), step) : run;
}
