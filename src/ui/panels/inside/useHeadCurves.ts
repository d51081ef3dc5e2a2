/** The curves of a score over the captures of a run, of each layer that has heads: of a score that no probe changes over those of every probe. */
import { useMemo } from 'react';
import type { Run } from '../../../experiment/schema';
import { type LayerCurves, layerCurves } from '../../../measure/heads/curves';
import { capturesOfAnyText } from '../../../runtime/runCaptures';
import { useExperiment, useRuns } from '../../AppContext';
import { useProbeText } from '../../time/useMoment';

export function useHeadCurves(run: Run, scoreId: string): LayerCurves[] {
  const task = useExperiment((e) => e.experiment.task);
  const text = useProbeText();
  const captures = useRuns((r) => r.captures[run.id]);
  return useMemo(() => {
    return layerCurves(capturesOfAnyText(captures ?? [], text), scoreId, { run, task });
  }, [captures, run, task, scoreId, text]);
}
