/** The lines of runs that were trained elsewhere, after those of the page's own. */
import { useMemo } from 'react';
import type { ReadOnlyGroup } from '../../app/files/readOnly/readOnlyRuns';
import { t } from '../../i18n/i18n';
import type { RunCurves } from '../../runtime/runReducer';
import { useExperiment, useReadOnlyRuns } from '../AppContext';
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
  const own = useExperiment((e) => e.experiment.runs.length);
  return useMemo(() => readOnlyLines(groups, own), [groups, own]);
}

/** @param own runs of the page, whose styles come first */
export function readOnlyLines(groups: readonly ReadOnlyGroup[], own: number): ReadOnlyLine[] {
  return groups.flatMap((group) =>
    group.hidden
      ? []
      : group.runs.map(
          ({ name, curves, stepTokens }, i): ReadOnlyLine => ({
            run: {
              id: `${group.id}/${i}`,
              name: t('curves.readOnly.name', { run: name, file: group.file }),
              index: styleOf(groups, group, i, own),
              readOnly: true,
            },
            curves,
            placed: { stepTokens, stepFlops: null, seconds: undefined },
          }),
        ),
  );
}

/** The style of a run of a group: it stays where another group is hidden. */
export function styleOf(
  groups: readonly ReadOnlyGroup[],
  group: ReadOnlyGroup,
  place: number,
  own: number,
): number {
  const before = groups.slice(0, groups.indexOf(group)).reduce((sum, { runs }) => sum + runs.length, 0);
  return own + before + place;
}
