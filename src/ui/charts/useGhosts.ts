/** The curves a link brought that are to be seen: all, unless they are hidden or their run is. */
import { useMemo } from 'react';
import { useView } from '../../app/document/viewStore';
import { type Ghost, useLink } from '../../app/links/openLink';

export function useGhosts(): readonly Ghost[] {
  const ghosts = useLink((l) => l.ghosts);
  const hidden = useLink((l) => l.ghostsHidden);
  const hiddenRuns = useView((v) => v.hiddenRuns);
  return useMemo(
    () => (hidden ? [] : ghosts.filter(({ runId }) => !hiddenRuns.includes(runId))),
    [ghosts, hidden, hiddenRuns],
  );
}
