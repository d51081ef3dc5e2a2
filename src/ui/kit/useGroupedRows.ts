/** Merges the rows of results of runs that differ by their seed alone, where the view draws them together. */
import { seedBand } from '../../document/view';
import { seedRows } from '../../measure/evals/rows';
import type { ResultRow } from '../../measure/evals/table';
import { useExperiment, useView } from '../AppContext';
import { groupName } from '../charts/chartRuns';
import { useWorded } from '../useLanguage';

export function useGroupedRows(rows: readonly ResultRow[]): readonly ResultRow[] {
  const runs = useExperiment((e) => e.experiment.runs);
  const together = useView(seedBand);
  return useWorded(() => {
    const nameOf = ([first, ...others]: readonly ResultRow[]) => {
      const run = runs.find(({ id }) => id === first?.id);
      return run ? groupName(run, others.length + 1) : '';
    };
    return together ? seedRows(rows, together, nameOf) : rows;
  }, [rows, runs, together]);
}
