/** What the page tells of a sweep's results: a value for each run, and a mean with its error for each variation over its seeds. */
import { groupBy } from 'es-toolkit';
import type { Sweep, SweepResult } from '../../../document/sweepsSchema';
import { nameWithoutSeed } from '../../../experiment/seedRuns';
import { type SweepRun, sweepRuns } from '../../../experiment/sweeps/choice';
import { type Band, bandOf } from '../../../measure/bands';

/** The number that a sweep compares: a task's accuracy, higher is better, or the lowest validation loss. */
function comparedValue({ accuracy, best, loss }: SweepResult): number | null {
  return accuracy ?? best?.loss ?? loss;
}

/** One variation of a sweep, at all of its seeds. */
export interface SweepRow extends Pick<SweepRun, 'x' | 'line'> {
  /** Without the seed. */
  name: string;
  results: SweepResult[];
  /** One standard error to each side of the mean; null where no run has a value. */
  band: Band | null;
}

const keyOf = (runId: string): string => runId.slice(0, runId.lastIndexOf('/'));

/** Gathers the runs that are done, by variation, in the order of the sweep. */
export function rowsOf({ experiment, choice, results }: Sweep): SweepRow[] {
  const listed = sweepRuns(experiment, choice);
  const places = new Map(listed.ok ? listed.runs.map((one) => [one.run.id, one]) : []);
  const groups = groupBy(results, ({ run }) => keyOf(run.id));
  const order = listed.ok ? [...new Set(listed.runs.map(({ run }) => keyOf(run.id)))] : Object.keys(groups);
  return order.flatMap((key) => {
    const own = groups[key];
    const first = own?.[0];
    if (!own || !first) return [];
    const values = own.map(comparedValue).filter((value) => value !== null);
    const place = places.get(first.run.id);
    return [
      {
        name: nameWithoutSeed(first.run.name),
        x: place?.x ?? key,
        line: place?.line ?? null,
        results: own,
        band: values.length > 0 ? bandOf(values, 'standardError') : null,
      },
    ];
  });
}
