/** Runs at several seeds: makes them, and finds which runs are one but for the seed. */
import { groupBy } from 'es-toolkit';
import { freshId, freshName, type Transition, withOverrides } from './edit';
import { seedGroups, settingsOfRun } from './overrides';
import { withRuns } from './runStyles';
import type { Experiment, Run } from './schema';

/** Runs that differ by their seed, and their names, alone. */
export interface SeedGroup {
  /** Equal for as long as what the runs have in common stays. */
  key: string;
  /** At least one, in the order of the experiment. */
  members: Run[];
}

/** Groups runs by all but the seed, in the order of their first members. Runs that are the same training twice are no group. */
export function groupsBySeed(e: Experiment): SeedGroup[] {
  const keys = seedGroups(e);
  const groups = groupBy(e.runs, ({ id }) => keys[id] as string);
  return Object.entries(groups).map(([key, members]) => ({ key, members }));
}

/** Lists the runs in the order of the experiment, those of several seeds together or each apart. */
export const runsTogether = (e: Experiment, together: boolean): readonly Run[][] =>
  together ? groupsBySeed(e).map(({ members }) => members) : e.runs.map((run) => [run]);

/**
 * Adds runs until there are so many seeds of a run, or of every run that is no branch, each after the others of its kind: seeds that follow on the
 * largest that it has.
 * @param runId null for every run
 */
export const addSeeds =
  (runId: string | null, count: number): Transition =>
  (e) => {
    // The batches of a branch are those of its origin, whatever its seed.
    const wanted = groupsBySeed(e).filter(
      ({ members }) => !members[0]?.branchOf && (runId === null || members.some(({ id }) => id === runId)),
    );
    return wanted.reduce((changed, group) => withSeeds(changed, group, count), e);
  };

/** A run's name without the seed that it ends in where there are several. */
export const nameWithoutSeed = (name: string): string => name.replace(/, seed \d+$/, '');

function withSeeds(e: Experiment, { members }: SeedGroup, count: number): Experiment {
  const [first, last] = [members[0] as Run, members.at(-1) as Run];
  const largest = Math.max(...members.map((run) => settingsOfRun(e, run).seed));
  const after = e.runs.findIndex(({ id }) => id === last.id) + 1;
  let changed = e;
  for (let n = 0; n < count - members.length; n++) {
    // Seeds are unsigned 32-bit integers: they wrap to 0.
    const seed = (largest + 1 + n) % 2 ** 32;
    const name = freshName(changed, nameWithoutSeed(first.name), `, seed ${seed}`);
    const run = withOverrides({ ...first, id: freshId(), name }, { ...first.overrides, seed });
    changed = withRuns(changed, changed.runs.toSpliced(after + n, 0, run));
  }
  return changed;
}
