/** A measure of every layer over the captures of the chosen run, and of the run that the others are held against where that is another. */
import { uniq } from 'es-toolkit';
import { useMemo } from 'react';
import { referenceRun } from '../../../document/view';
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { type LayerCourse, layerCourse } from '../../../measure/layerCourse';
import type { LayerMeasure } from '../../../measure/layerMeasures';
import { useChosenRun, useExperiment, useRuns, useView } from '../../AppContext';
import { useProbeText } from '../../time/useMoment';

export interface MeasuredCourse {
  run: Run;
  style: number;
  course: LayerCourse;
}

/** Leaves out runs without a capture of the probe, and a hidden one that is not chosen. */
export function useMeasuredCourses(of: LayerMeasure['of']): MeasuredCourse[] {
  const chosen = useChosenRun();
  const runs = useExperiment((e) => e.experiment.runs);
  const pinnedRun = useView((v) => v.pinnedRun);
  const hidden = useView((v) => v.hiddenRuns);
  const captures = useRuns((r) => r.captures);
  const text = useProbeText();
  return useMemo(() => {
    const shown = uniq([chosen, referenceRun(runs, { pinnedRun })]);
    return shown.flatMap((run) => {
      const own = (captures[run.id] ?? []).filter(
        (one) => one.text === text && one.layers.length === run.layers.length,
      );
      if (own.length === 0 || (run !== chosen && hidden.includes(run.id))) return [];
      return [{ run, style: styleOf(runs, run.id), course: layerCourse(own, run.layers.length, of) }];
    });
  }, [chosen, runs, pinnedRun, hidden, captures, text, of]);
}
