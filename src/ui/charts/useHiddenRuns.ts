/**
 * The runs that charts and tables leave out: those that a person has hidden, which the view keeps, and those that the filter of the list
 * does not find, for as long as it is typed.
 */
import { useMemo } from 'react';
import { type RunFilter, runFilter, textsOfRuns } from '../../experiment/runsTable/filter';
import { runsTogether } from '../../experiment/seedRuns';
import { useExperiment, useListFilter, useView } from '../AppContext';
import { useWorded } from '../useLanguage';

/** From so many runs on the list is filtered and sorted: fewer are seen at a glance. */
export const longList = 6;

const none: ReadonlySet<string> = new Set();
const noFilter = runFilter('');

/** Returns the filter of the list of runs; one that finds all where the list is short. */
export function useRunFilter(): RunFilter {
  const typed = useListFilter((l) => l.typed);
  const isLong = useExperiment((e) => e.experiment.runs.length >= longList);
  return useWorded(() => (isLong && typed.trim() !== '' ? runFilter(typed) : noFilter), [isLong, typed]);
}

/** Returns the ids of the runs that the filter does not find; seeds that are drawn as one are found as one. */
export function useFilteredOut(): ReadonlySet<string> {
  const filter = useRunFilter();
  const experiment = useExperiment((e) => e.experiment);
  const together = useView((v) => v.seedDrawing !== 'each');
  return useMemo(() => {
    if (filter === noFilter || !filter.ok) return none;
    const texts = textsOfRuns(experiment);
    const left = runsTogether(experiment, together).filter(
      (members) => !members.some(({ id }) => filter.matches(texts.get(id) ?? '')),
    );
    return left.length > 0 ? new Set(left.flat().map(({ id }) => id)) : none;
  }, [filter, experiment, together]);
}

/** Returns the ids of all that are left out; the same array until one of them changes. */
export function useHiddenRuns(): readonly string[] {
  const hidden = useView((v) => v.hiddenRuns);
  const filteredOut = useFilteredOut();
  return useMemo(
    () => (filteredOut.size > 0 ? [...new Set([...hidden, ...filteredOut])] : hidden),
    [hidden, filteredOut],
  );
}
