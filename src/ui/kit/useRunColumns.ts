/** What differs between the runs of a table of results, as columns of it. */
import { differingColumns } from '../../experiment/runsTable/columns';
import { useExperiment } from '../AppContext';
import { useWorded } from '../useLanguage';

export interface RunColumn {
  id: string;
  name: string;
  /** @param rowId of a run, or of anything else, of which nothing is told */
  text(rowId: string): string;
}

/**
 * Lists the columns in which the runs of these rows differ; a row of several seeds is told by its first run, without the seed.
 * @param rows with the id of their run; those of no run are passed over
 */
export function useRunColumns(
  rows: readonly { id: string; members?: readonly unknown[] }[],
): readonly RunColumn[] {
  const experiment = useExperiment((e) => e.experiment);
  return useWorded(() => {
    const { runs } = experiment;
    const shown = runs.filter(({ id }) => rows.some((row) => row.id === id));
    const hasGroups = rows.some(({ members }) => members && members.length > 0);
    return differingColumns(experiment, shown)
      .filter(({ id }) => !(hasGroups && id === 'seed'))
      .map(({ id, name, cell }) => ({
        id,
        name,
        text(rowId) {
          const run = runs.find((one) => one.id === rowId);
          return (run && cell(run)?.text) ?? '–';
        },
      }));
  }, [experiment, rows]);
}
