/** The curves of a score over the captures of a run, of each layer that has heads. */
import { useMemo } from 'react';
import type { Run } from '../../../experiment/schema';
import { type LayerCurves, layerCurves } from '../../../measure/heads/curves';
import { useExperiment, useRuns } from '../../AppContext';
import { useProbeText } from '../../time/useMoment';

export function useHeadCurves(run: Run, scoreId: string): LayerCurves[] {
  const task = useExperiment((e) => e.experiment.task);
  const text = useProbeText();
  const captures = useRuns((r) => r.captures[run.id]);
  return useMemo(() => {
    const own = (captures ?? []).filter((one) => one.text === text);
    return layerCurves(own, scoreId, { run, task });
  }, [captures, run, task, scoreId, text]);
}
