/** Selects the linked curves that are shown: all, unless they are hidden or their run is. */
import { useMemo } from 'react';
import { useView } from '../../app/document/viewStore';
import { type Ghost as LinkedRun, useLink } from '../../app/links/openLink';

export function useLinkedCurves(): readonly LinkedRun[] {
  const linkedCurves = useLink((l) => l.ghosts);
  const hidden = useLink((l) => l.ghostsHidden);
  const hiddenRuns = useView((v) => v.hiddenRuns);
  return useMemo(
    () => (hidden ? [] : linkedCurves.filter(({ runId }) => !hiddenRuns.includes(runId))),
    [linkedCurves, hidden, hiddenRuns],
  );
}
