/** The curves of a score over the captures of a run, of each layer that has heads. */
import { useMemo } from 'react';
import type { Run } from '../../../experiment/schema';
import { type LayerCurves, layerCurves } from '../../../measure/heads/curves';
import { useRuns } from '../../AppContext';
import { useProbeText } from '../../time/useMoment';

export function useHeadCurves({ id, layers }: Run, scoreId: string): LayerCurves[] {
  const text = useProbeText();
  const captures = useRuns((r) => r.captures[id]);
  return useMemo(() => {
    const own = (captures ?? []).filter((one) => one.text === text);
    return layerCurves(own, layers.length, scoreId);
  }, [captures, layers, scoreId, text]);
}
