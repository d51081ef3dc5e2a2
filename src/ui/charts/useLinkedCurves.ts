/** Selects the linked curves that are shown: all, unless they are hidden or their run is. */

import { useMemo } from 'react';
import type { LinkedRun } from '../../app/links/links';
import { useLink } from '../AppContext';
import { useHiddenRuns } from './useHiddenRuns';

/** Returns the linked runs whose curves are drawn, in the link's order; the same array until one of them changes. */
export function useLinkedCurves(): readonly LinkedRun[] {
  const linkedCurves = useLink((l) => l.linkedCurves);
  const hidden = useLink((l) => l.linkedCurvesHidden);
  const hiddenRuns = useHiddenRuns();
  return useMemo(
    () => (hidden ? [] : linkedCurves.filter(({ runId }) => !hiddenRuns.includes(runId))),
    [linkedCurves, hidden, hiddenRuns],
  );
}
