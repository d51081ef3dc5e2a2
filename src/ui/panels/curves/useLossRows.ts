/** Reads the rows of the table of losses at the moment, as the view groups and compares them. */

import { mapValues } from 'es-toolkit';
import { useMemo } from 'react';
import { seedBand } from '../../../document/view';
import { type RunCurves, truncated } from '../../../runtime/runReducer';
import { useExperiment, useRuns, useView } from '../../AppContext';
import { useReadOnlyLines } from '../../charts/readOnlyLines';
import { useReading } from '../../charts/units';
import { useFilteredOut } from '../../charts/useHiddenRuns';
import { useMoment } from '../../time/useMoment';
import { useWorded } from '../../useLanguage';
import { type LossRows, lossRows } from './lossRows';

export function useLossRows(): LossRows {
  const experiment = useExperiment((e) => e.experiment);
  const curves = useCurvesAt(useMoment());
  const heldOut = useRuns((r) => r.heldOut);
  const captures = useRuns((r) => r.captures);
  const scale = useReading();
  const pinnedRun = useView((v) => v.pinnedRun);
  const together = useView(seedBand);
  const leftOut = useFilteredOut();
  const elsewhere = useReadOnlyLines();
  return useWorded(
    () =>
      lossRows(experiment, { curves, heldOut, captures }, { scale, together, pinnedRun, leftOut, elsewhere }),
    [experiment, curves, heldOut, captures, scale, together, pinnedRun, leftOut, elsewhere],
  );
}

/** Returns the runs' curves as far as a step; null for all of them. */
export function useCurvesAt(step: number | null): Record<string, RunCurves> {
  const curves = useRuns((r) => r.curves);
  return useMemo(
    () => (step === null ? curves : mapValues(curves, (own) => truncated(own, step))),
    [curves, step],
  );
}
