/** The lines of runs that were trained elsewhere, after those of the page's own. */
import { useMemo } from 'react';
import type { ReadOnlyGroup } from '../../app/files/readOnly/readOnlyRuns';
import { t } from '../../i18n/i18n';
import type { RunCurves } from '../../runtime/runReducer';
import { useReadOnlyRuns } from '../AppContext';
import type { ChartRun } from './chartRuns';
import type { PlacedRun } from './xScales';

export interface ReadOnlyLine {
  run: ChartRun;
  curves: RunCurves;
  placed: PlacedRun;
}

/** Returns those of the groups that are shown. */
export function useReadOnlyLines(): readonly ReadOnlyLine[] {
  const groups = useReadOnlyRuns((r) => r.groups);
  return useMemo(() => readOnlyLines(groups), [groups]);
}

export function readOnlyLines(groups: readonly ReadOnlyGroup[]): ReadOnlyLine[] {
  return groups.flatMap((group) =>
    group.hidden
      ? []
      : group.runs.map(
          ({ name, curves, stepTokens, style }, i): ReadOnlyLine => ({
            run: {
              id: `${group.id}/${i}`,
              name: t('curves.readOnly.name', { run: name, file: group.file }),
              style,
              readOnly: true,
            },
            curves,
            placed: { stepTokens, stepFlops: null, seconds: undefined },
          }),
        ),
  );
}
