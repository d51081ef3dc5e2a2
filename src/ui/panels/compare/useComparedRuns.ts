/** The runs that can be compared: the page's own, and those of elsewhere that are shown. */
import { useMemo } from 'react';
import { styleOf } from '../../../experiment/runStyles';
import type { Experiment, Run } from '../../../experiment/schema';
import type { Indicators } from '../../../measure/indicators';
import type { RunCurves } from '../../../runtime/runReducer';
import { useExperiment, useRuns } from '../../AppContext';
import { useReadOnlyLines } from '../../charts/readOnlyLines';

export interface ComparedRun {
  id: string;
  name: string;
  style: number;
  isElsewhere: boolean;
  /** null where a file does not say. */
  trained: { experiment: Experiment; run: Run } | null;
  curves: RunCurves | undefined;
  /** Of each layer at its last step, null of one that mixes no tokens; null where there are none. */
  indicators: readonly (Indicators | null)[] | null;
}

/** Returns the page's runs first. */
export function useComparedRuns(): readonly ComparedRun[] {
  const experiment = useExperiment((e) => e.experiment);
  const curves = useRuns((r) => r.curves);
  const captures = useRuns((r) => r.captures);
  const elsewhere = useReadOnlyLines();
  return useMemo(() => {
    const { runs } = experiment;
    const own = runs.map(
      (run): ComparedRun => ({
        id: run.id,
        name: run.name,
        style: styleOf(runs, run.id),
        isElsewhere: false,
        trained: { experiment, run },
        curves: curves[run.id],
        indicators: captures[run.id]?.at(-1)?.layers.map(({ indicators }) => indicators) ?? null,
      }),
    );
    const others = elsewhere.map(
      ({ run: { id, name, style }, ...line }): ComparedRun => ({
        id,
        name,
        style,
        isElsewhere: true,
        trained: line.trained,
        curves: line.curves,
        indicators: line.indicators,
      }),
    );
    return [...own, ...others];
  }, [experiment, curves, captures, elsewhere]);
}
