/** Reads the rows of results as the view groups them and holds them against the pinned run. */

import { useMemo } from 'react';
import { seedBand } from '../../../document/view';
import type { BandKind } from '../../../measure/bands';
import { resultDelta, rowOfRun } from '../../../measure/evals/rows';
import type { ResultRow, TableOptions } from '../../../measure/evals/table';
import { useView } from '../../AppContext';
import { useFilteredOut } from '../../charts/useHiddenRuns';
import { useElsewhereRows } from '../../kit/useElsewhereRows';
import { useGroupedRows } from '../../kit/useGroupedRows';
import { useResultRows } from '../../kit/useResultRows';

export interface ShownRows extends Required<Omit<TableOptions, 'properties'>> {
  /** Those of runs of elsewhere stand after the page's runs, and are not judged. */
  rows: readonly ResultRow[];
  /** The row that the others are held against, also where the filter leaves it out; null where no run is pinned. */
  pinned: ResultRow | null;
  /** What is told of a mean over seeds; null where each run has a row. */
  together: BandKind | null;
}

export function useShownRows(): ShownRows {
  const all = useResultRows();
  const grouped = useGroupedRows(all);
  const elsewhere = useElsewhereRows();
  const leftOut = useFilteredOut();
  const pinnedRun = useView((v) => v.pinnedRun);
  const together = useView(seedBand);
  return useMemo(() => {
    const judged = all.filter(({ id }) => !leftOut.has(id));
    const own = grouped.filter(({ id }) => !leftOut.has(id));
    const rows = [
      ...own.filter(({ ranked }) => ranked),
      ...elsewhere,
      ...own.filter(({ ranked }) => !ranked),
    ];
    const pinned = (pinnedRun !== null && rowOfRun(grouped, pinnedRun)) || null;
    const differences = pinned && {
      name: pinned.name,
      at: (...at: [ResultRow, Parameters<typeof resultDelta>[2]]) => resultDelta(at[0], pinned, at[1]),
    };
    return { rows, judged, differences, pinned, together };
  }, [all, grouped, elsewhere, leftOut, pinnedRun, together]);
}
