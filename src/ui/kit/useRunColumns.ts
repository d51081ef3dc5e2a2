/** What differs between the runs of a table of results, as columns of it: those of the page, and those of elsewhere beside them. */
import { useCallback } from 'react';
import { differingColumnsOf } from '../../experiment/runsTable/columns';
import type { Experiment, Run } from '../../experiment/schema';
import { formatExact } from '../../format/numbers';
import type { Property } from '../../measure/evals/table';
import { useExperiment } from '../AppContext';
import { useReadOnlyLines } from '../charts/readOnlyLines';
import { useWorded } from '../useLanguage';

type Rows = readonly { id: string; members?: readonly unknown[] }[];

/** Returns them in the reader's language. @param rows with the id of their run; those of no run are passed over */
export function useRunColumns(rows: Rows): readonly Property[] {
  const make = useRunColumnsMaker(rows);
  return useWorded(make, [make]);
}

/**
 * Returns what lists the columns in which the runs of these rows differ, in the language of its call; a row of several seeds is told by its
 * first run, without the seed.
 */
export function useRunColumnsMaker(rows: Rows): () => readonly Property[] {
  const experiment = useExperiment((e) => e.experiment);
  const elsewhere = useReadOnlyLines();
  return useCallback(() => {
    const trained = new Map<string, { experiment: Experiment; run: Run }>();
    for (const run of experiment.runs) trained.set(run.id, { experiment, run });
    for (const line of elsewhere) if (line.trained) trained.set(line.run.id, line.trained);
    const hasGroups = rows.some(({ members }) => members && members.length > 0);
    return differingColumnsOf(rows.flatMap(({ id }) => trained.get(id) ?? []))
      .filter(({ id }) => !(hasGroups && id === 'seed'))
      .map(({ id, name, cell }) => {
        const cellOf = (rowId: string) => {
          const own = trained.get(rowId);
          return own ? cell(own.run) : null;
        };
        return {
          id,
          name,
          text: (rowId) => cellOf(rowId)?.text ?? '–',
          csv(rowId) {
            const own = cellOf(rowId);
            const isNumber = typeof own?.value === 'number' && formatExact(own.value) === own.text;
            return own && (isNumber ? own.value : own.text);
          },
        };
      });
  }, [experiment, elsewhere, rows]);
}
