/** How far the runs of an experiment are beside each other: which are done, and which train next. */
import { partition } from 'es-toolkit';
import { type Experiment, type Run, totalSteps } from '../experiment/schema';
import type { KeptCheckpoint } from '../train/packedCheckpoint';
import type { Results, RunCurves } from './runReducer';

/** A run and the step that it stands at: of a branch that has taken none, where it begins. */
interface Placed {
  run: Run;
  step: number;
}

/** The runs whose loss has not diverged, each in one of three lists, in the order of the experiment. */
export interface RaceStanding {
  done: Placed[];
  /** Those that have taken fewest steps, which train until they have caught up with the next; none where all are done. */
  next: Placed[];
  /** Neither done nor next. */
  waiting: Placed[];
  /** Steps of those that train next; all steps where all are done. Where every run has diverged, the fewest that one took. */
  step: number;
}

type Measured = Pick<Results, 'curves' | 'checkpoints' | 'failures'>;

/** Steps that a run has taken, as its curves and its checkpoint have them; 0 where it has neither. */
export const stepOf = (curves: RunCurves | undefined, checkpoint: KeptCheckpoint | undefined): number =>
  Math.max(0, checkpoint?.steps ?? 0, curves?.train.last?.step ?? 0);

/**
 * Tells how the runs stand. The rule is that of the race: of the runs that are not done, those that have taken fewest steps train.
 * @param apart runs this many steps further than the last count as beside it: in training, losses of one round come run by run
 */
export function raceStanding(e: Experiment, results: Measured, apart = 0): RaceStanding {
  const total = totalSteps(e);
  const placed = e.runs.map((run): Placed => {
    const taken = stepOf(results.curves[run.id], results.checkpoints[run.id]);
    return { run, step: Math.max(run.branchOf?.step ?? 0, taken) };
  });
  const live = placed.filter(({ run }) => !results.failures[run.id]);
  const fewest = Math.min(total, ...(live.length > 0 ? live : placed).map(({ step }) => step));
  const [next, others] = partition(live, ({ step }) => fewest < total && step <= fewest + apart);
  const [done, waiting] = partition(others, ({ step }) => step >= total);
  return { done, next, waiting, step: fewest };
}

/** Lists the runs that are left to train where others are done and none of these has taken a step yet; none elsewhere. */
export function newRunsLeft(e: Experiment, results: Measured): Run[] {
  const { done, next, waiting } = raceStanding(e, results);
  const left = [...next, ...waiting];
  const areNew = left.every(({ run, step }) => step === (run.branchOf?.step ?? 0));
  return done.length > 0 && areNew ? left.map(({ run }) => run) : [];
}
