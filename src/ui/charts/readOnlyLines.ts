/** The runs that were trained elsewhere, as the page draws them after its own: those on what it trains on too, of groups that are shown. */
import { useMemo } from 'react';
import { isSameLearned, type Learned, learnedOf } from '../../app/files/readOnly/learned';
import type { ReadOnlyGroup } from '../../app/files/readOnly/readOnlyRuns';
import type { ReadOnlyRun } from '../../app/files/readOnly/run';
import { textHash } from '../../document/link/textSection';
import { t } from '../../i18n/i18n';
import type { RunCurves } from '../../runtime/runReducer';
import { useExperiment, useReadOnlyRuns } from '../AppContext';
import { useWorded } from '../useLanguage';
import type { ChartRun } from './chartRuns';
import type { PlacedRun } from './xScales';

export interface ReadOnlyLine extends Pick<ReadOnlyRun, 'trained' | 'evaluated' | 'indicators'> {
  run: ChartRun;
  curves: RunCurves;
  placed: PlacedRun;
}

/** Says what the page trains on, for runs of elsewhere to be held against. */
export function useLearnedHere(): Learned {
  const experiment = useExperiment((e) => e.experiment);
  const ownText = useExperiment((e) => e.ownText);
  // A long text is not read again with every edit.
  const hash = useMemo(() => ownText && textHash(ownText.text), [ownText]);
  return useMemo(() => learnedOf(experiment, hash), [experiment, hash]);
}

/** Returns those that are shown. */
export function useReadOnlyLines(): readonly ReadOnlyLine[] {
  const groups = useReadOnlyRuns((r) => r.groups);
  const here = useLearnedHere();
  return useWorded(() => readOnlyLines(groups, here), [groups, here]);
}

export function readOnlyLines(groups: readonly ReadOnlyGroup[], here: Learned): ReadOnlyLine[] {
  return groups
    .filter(({ hidden }) => !hidden)
    .flatMap(({ id, file, runs }) =>
      runs.flatMap((own, i): ReadOnlyLine[] => {
        if (!isSameLearned(own.learned, here)) return [];
        const { name, curves, stepTokens, style, trained, evaluated, indicators } = own;
        const run = {
          id: `${id}/${i}`,
          name: t('curves.readOnly.name', { run: name, file }),
          style,
          readOnly: true,
        };
        const placed = { stepTokens, stepFlops: null, seconds: undefined };
        return [{ run, curves, placed, trained, evaluated, indicators }];
      }),
    );
}
