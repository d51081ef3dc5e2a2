/** Which checkpoints along the way are kept of an experiment's runs: at most so many of each, and so many bytes of all. */
import { groupBy, sortBy, sumBy } from 'es-toolkit';

/** A checkpoint that is kept, without its tensors. */
export interface TrailEntry {
  /** Of the training that it is of. @see trainingKey */
  training: string;
  /** Updates made. */
  step: number;
  rateFactor: number;
  bytes: number;
}

/** Most of one run: with the newest, which is kept beside them, there are eight. */
export const mostOfRun = 7;
/** Most bytes of an experiment, the newest checkpoint of each run among them. */
export const trailBytes = 200 * 2 ** 20;

/**
 * Chooses which to keep. Of one run those go first whose neighbours are closest, so that what is left is spread evenly over the steps; the
 * first and the last stay longest. Where the bytes are too many, trainings that the experiment has no longer go first, then the run with
 * most gives one up.
 * @param current trainings of the runs that the experiment has
 */
export function thinnedTrail(
  entries: readonly TrailEntry[],
  current: ReadonlySet<string>,
  most = trailBytes,
): TrailEntry[] {
  const trails = Object.entries(groupBy(entries, ({ training }) => training)).map(([training, own]) => {
    const kept = sortBy(own, [({ step }) => step]);
    while (kept.length > mostOfRun) kept.splice(leastMissed(kept), 1);
    return { training, kept };
  });
  const bytes = () =>
    sumBy(trails, ({ kept }) => sumBy(kept, (one) => one.bytes) + (kept.at(-1)?.bytes ?? 0));
  while (bytes() > most) {
    const filled = trails.filter(({ kept }) => kept.length > 0);
    const past = filled.find(({ training }) => !current.has(training));
    const longest = filled.reduce((a, b) => (b.kept.length > a.kept.length ? b : a));
    if (past) past.kept.length = 0;
    else longest.kept.splice(leastMissed(longest.kept), 1);
  }
  return trails.flatMap(({ kept }) => kept);
}

/** Finds the one between the first and the last whose neighbours are closest; of two or fewer the first. */
function leastMissed(kept: readonly TrailEntry[]): number {
  const gap = (i: number) => (kept[i + 1] as TrailEntry).step - (kept[i - 1] as TrailEntry).step;
  let best = 1;
  for (let i = 2; i < kept.length - 1; i++) if (gap(i) < gap(best)) best = i;
  return kept.length > 2 ? best : 0;
}
