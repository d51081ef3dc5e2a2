/** What each run that is shown has learned of its task, and when. */
import { useMemo } from 'react';
import { useExperiment, useRuns, useView } from '../AppContext';
import { useCaptureDue } from '../time/useCaptureDue';
import { useProbeText } from '../time/useMoment';
import { type Learning, learningOf } from './learningMarks';
import { useHiddenRuns } from './useHiddenRuns';

/** Returns it in the order of the runs; nothing where the marks are switched off, or no head has a score. */
export function useLearning(): readonly Learning[] {
  const shown = useView((v) => v.learningMarks);
  const hiddenRuns = useHiddenRuns();
  const runs = useExperiment((e) => e.experiment.runs);
  const task = useExperiment((e) => e.experiment.task);
  const text = useProbeText();
  const isDue = useCaptureDue();
  const captures = useRuns((r) => r.captures);
  const curves = useRuns((r) => r.curves);
  return useMemo(() => {
    if (!shown || !task) return [];
    return runs
      .filter(({ id }) => !hiddenRuns.includes(id))
      .flatMap((run) => learningOf(run, curves[run.id], captures[run.id] ?? [], { task, text, isDue }) ?? []);
  }, [shown, task, runs, hiddenRuns, curves, captures, text, isDue]);
}
