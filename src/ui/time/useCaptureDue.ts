/** A hook on the steps at which captures are due. */
import { useMemo } from 'react';
import { isCaptureStep } from '../../runtime/captureSteps';
import { useExperiment, useRuns } from '../AppContext';

/** Returns whether a capture is due after so many steps. Of a recording none is: it has fewer, and no more can be made. */
export function useCaptureDue(): (step: number) => boolean {
  const experiment = useExperiment((e) => e.experiment);
  const recorded = useRuns((r) => r.recorded);
  return useMemo(
    () => (step: number) => !recorded && isCaptureStep(step, experiment),
    [experiment, recorded],
  );
}
