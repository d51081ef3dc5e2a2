/** Which runs of a link are branches: for each the place of the run that it begins as, and the step. */
import { type Experiment, experimentSchema, type Run } from '../../experiment/schema';
import { words } from '../../format/words';
import { type BitReader, BitWriter } from './bits';

const placeWidth = 3;
const stepWidth = 6;
const maxStep = 1_000_000;

/** A branch by the place of its origin in the link, from 0; null for a run that is none. */
type Branch = { origin: number; step: number } | null;

/** Writes the branches; empty where there are none. */
export function writeBranches(runs: readonly Run[]): string {
  if (runs.every(({ branchOf }) => !branchOf)) return '';
  const to = new BitWriter();
  for (const { branchOf } of runs) {
    to.whole(runs.findIndex(({ id }) => id === branchOf?.run) + 1, placeWidth);
    if (branchOf) to.whole(branchOf.step, stepWidth);
  }
  return to.done();
}

/** Reads the branches, by run. @param count of the link's runs */
export function readBranches(from: BitReader, count: number): Branch[] {
  return Array.from({ length: count }, () => {
    const place = from.whole(placeWidth, count);
    return place === 0 ? null : { origin: place - 1, step: from.whole(stepWidth, maxStep) };
  });
}

/**
 * Makes branches of an experiment's runs. One that does not fit is a run from the start, which `warnings` says.
 * @param ids of the link's runs by their places, null for one that could not be read
 */
export function withBranches(
  experiment: Experiment,
  branches: readonly Branch[],
  ids: readonly (string | null)[],
  warnings: string[],
): Experiment {
  let changed = experiment;
  for (const [place, branch] of branches.entries()) {
    const [id, origin] = [ids[place], branch && ids[branch.origin]];
    if (!branch || id == null) continue;
    const runs = changed.runs.map((run) =>
      run.id === id ? { ...run, branchOf: { run: origin ?? '', step: branch.step } } : run,
    );
    const fits = experimentSchema.safeParse({ ...changed, runs });
    if (fits.success) changed = fits.data;
    else
      warnings.push(
        words(
          'link.branch',
          'Run {{run}} of the link is a branch that does not fit; it begins at the start.',
          { run: place + 1 },
        ),
      );
  }
  return changed;
}
