/** The runs that are shown and have a capture of the probe, as they were at the moment. */
import { styleOf } from '../../../experiment/runStyles';
import { captureAt } from '../../../runtime/runCaptures';
import { useExperiment, useRuns, useView } from '../../AppContext';
import type { MeasuredRun } from '../../charts/layerAxis';
import { useMoment, useProbeText } from '../../time/useMoment';

export function useShownRuns(): MeasuredRun[] {
  const runs = useExperiment((e) => e.experiment.runs);
  const hidden = useView((v) => v.hiddenRuns);
  const captures = useRuns((r) => r.captures);
  const text = useProbeText();
  const moment = useMoment();
  return runs.flatMap((run) => {
    const capture = captureAt(captures[run.id] ?? [], text, moment ?? Number.POSITIVE_INFINITY);
    const fits = capture?.layers.length === run.layers.length;
    if (!capture || !fits || hidden.includes(run.id)) return [];
    return [{ run, style: styleOf(runs, run.id), step: capture.step, layers: capture.layers }];
  });
}
