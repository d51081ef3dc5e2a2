/** Reads how far the runs are beside each other, as the page draws them. */
import { useMemo } from 'react';
import { type RaceStanding, raceStanding } from '../runtime/raceStanding';
import { maxRoundsPerRead } from '../runtime/throughput';
import { useExperiment, useRuns } from './AppContext';

export function useRaceStanding(): RaceStanding {
  const experiment = useExperiment((e) => e.experiment);
  const curves = useRuns((r) => r.curves);
  const checkpoints = useRuns((r) => r.checkpoints);
  const failures = useRuns((r) => r.failures);
  const apart = useRuns((r) => (r.state === 'training' ? maxRoundsPerRead : 0));
  return useMemo(
    () => raceStanding(experiment, { curves, checkpoints, failures }, apart),
    [experiment, curves, checkpoints, failures, apart],
  );
}
