/** Selects what is drawn behind the runs' own curves: the recording they race, or else what they had learned before an edit. */
import { useMemo } from 'react';
import type { EarlierRun } from '../../app/session/resultsArchive';
import { useExperiment, useRace } from '../AppContext';
import { useEarlierRuns } from './useEarlierRuns';

/** Returns at most one for each run; the same array until one of them changes. */
export function useRunsBehind(): readonly EarlierRun[] {
  const earlier = useEarlierRuns();
  const { raced, hidden } = useRace();
  const runs = useExperiment((e) => e.experiment.runs);
  return useMemo(() => {
    if (!raced || hidden) return earlier;
    const recorded = raced.experiment.runs.flatMap((run): EarlierRun[] => {
      const { [run.id]: curves } = raced.results.curves;
      return curves && runs.some(({ id }) => id === run.id) ? [{ run, curves }] : [];
    });
    return [...recorded, ...earlier.filter(({ run }) => !recorded.some((one) => one.run.id === run.id))];
  }, [earlier, raced, hidden, runs]);
}
