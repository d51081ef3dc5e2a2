/** How far the training losses of runs are from those of a pinned run or stack. */
import { batchSeedOf } from '../../experiment/branches';
import { settingsOfRun } from '../../experiment/overrides';
import type { Experiment, Run } from '../../experiment/schema';
import { batchDelta, type Delta, type Scale, seedDelta } from '../../measure/deltas';
import type { Results } from '../../runtime/runReducer';

/** Last steps that two runs are compared over: the loss of a single batch jumps. */
export const comparedSteps = 100;

type Curves = Results['curves'];

/**
 * Compares one run with one over the last steps that both have taken, batch by batch where they saw the same; several runs, or with
 * several, by the last loss of each seed.
 * @param own at least one, of one stack @param pinned at least one, of one stack
 * @returns null where there is too little to compare
 */
export function trainDelta(
  experiment: Experiment,
  curves: Curves,
  own: readonly Run[],
  pinned: readonly Run[],
  scale: Scale,
): Delta | null {
  const [run, other] = [own[0] as Run, pinned[0] as Run];
  if (own.length > 1 || pinned.length > 1)
    return seedDelta(lastBySeed(experiment, curves, own), lastBySeed(experiment, curves, pinned), scale);
  const [ours, theirs] = [curves[run.id]?.train, curves[other.id]?.train];
  const sameBatches = batchSeedOf(experiment, run) === batchSeedOf(experiment, other);
  return ours && theirs ? batchDelta(ours, theirs, comparedSteps, { scale, sameBatches }) : null;
}

const lastBySeed = (experiment: Experiment, curves: Curves, runs: readonly Run[]): Map<number, number> =>
  new Map(
    runs.flatMap((run) => {
      const value = curves[run.id]?.train.last?.value;
      return value === undefined ? [] : [[settingsOfRun(experiment, run).seed, value] as const];
    }),
  );
