/** Which runs the list shows, and in which order: the experiment has them in its own. */
import { meanBy } from 'es-toolkit';
import { sortedRows } from '../../../experiment/runsTable/columns';
import { type RunFilter, textsOfRuns } from '../../../experiment/runsTable/filter';
import type { Experiment, Run } from '../../../experiment/schema';
import type { RunCurves } from '../../../runtime/runReducer';

/** What the list is sorted by: losses from the lowest, accuracies from the highest. */
export const runSorts = ['added', 'name', 'loss', 'accuracy'] as const;
export type RunSort = (typeof runSorts)[number];

type CurvesOf = Readonly<Record<string, RunCurves>>;

/** What a run is sorted by; null for nothing, which comes last. */
function sortValue({ id, name }: Run, sort: RunSort, curves: CurvesOf): number | string | null {
  if (sort === 'name') return name;
  const own = curves[id];
  return (sort === 'loss' ? own?.validation : own?.accuracy)?.last?.value ?? null;
}

/** Of runs that are listed as one, the mean of those that have a value; their first name. */
function groupValue(members: readonly Run[], sort: RunSort, curves: CurvesOf): number | string | null {
  const values = members.map((run) => sortValue(run, sort, curves)).filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length > 0 ? meanBy(numbers, (value) => value) : (values[0] ?? null);
}

/**
 * Lists rows, each a run or several that are shown as one.
 * @param filter a row is there where any of its runs matches; all are where it is no filter
 * @param curves of the runs, for what is sorted by a result
 */
export function listedRows(
  e: Experiment,
  rows: readonly (readonly Run[])[],
  { filter, sort, curves }: { filter: RunFilter; sort: RunSort; curves: CurvesOf },
): (readonly Run[])[] {
  const texts = textsOfRuns(e);
  const found = filter.ok
    ? rows.filter((members) => members.some(({ id }) => filter.matches(texts.get(id) ?? '')))
    : rows;
  if (sort === 'added') return [...found];
  const direction = sort === 'accuracy' ? 'falling' : 'rising';
  return sortedRows(found, (members) => groupValue(members, sort, curves), direction);
}
