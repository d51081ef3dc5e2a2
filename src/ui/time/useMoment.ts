/** Hooks on the moment that the page shows: live, or that of captures. */
import { createContext, useContext, useMemo } from 'react';
import { probeText } from '../../document/probeText';
import type { ProbeResult } from '../../runtime/protocol';
import { captureAt, capturedSteps, probeOfCapture } from '../../runtime/runCaptures';
import { useExperiment, useRuns, useStanding, useView } from '../AppContext';

/** Whether what is drawn is in view. */
export const InView = createContext(true);

/** Returns the step that the page shows, out of view once it stands still; null where it shows the runs as they are now. */
export function useMoment(): number | null {
  const isInView = useContext(InView);
  const moment = useView((v) => (isInView ? v.moment : null));
  const standing = useStanding((s) => (isInView ? null : s.moment));
  return isInView ? moment : standing;
}

/** Returns the text that is probed. */
export function useProbeText(): string {
  const task = useExperiment((e) => e.experiment.task);
  const seed = useExperiment((e) => e.experiment.seed);
  const model = useExperiment((e) => e.experiment.model);
  const probe = useView((v) => v.probe);
  const taskSample = useView((v) => v.taskSample);
  return useMemo(
    () => probeText({ task, seed, model }, { probe, taskSample }),
    [task, seed, model, probe, taskSample],
  );
}

/** Returns the steps of which any run has a capture of the probe, rising. */
export function useCapturedSteps(): number[] {
  const text = useProbeText();
  const captures = useRuns((r) => r.captures);
  return useMemo(() => capturedSteps(captures, text), [captures, text]);
}

/** A probe to show, and where it is from. */
export interface ShownProbe {
  /** null where there is none. */
  probe: ProbeResult | null;
  /** It is of the run as it is now, not of a capture. */
  isLive: boolean;
}

/**
 * Returns what a run's probe shows at the moment: its last capture at or before it, which says its own step, or the live probe, which
 * one run has at a time, or where that is another's, or not yet there, the run's newest capture. A run without any capture of the probe is
 * shown live.
 */
export function useShownProbe(runId: string): ShownProbe {
  const moment = useMoment();
  const text = useProbeText();
  const captures = useRuns((r) => r.captures[runId]);
  const live = useRuns((r) => (r.attentionProbe?.runId === runId ? r.attentionProbe : null));
  const isWanted = moment !== null || live === null;
  const isCaptured = isWanted && (captures ?? []).some((one) => one.text === text);
  const capture = isCaptured ? captureAt(captures ?? [], text, moment ?? Number.POSITIVE_INFINITY) : null;
  const decoded = useMemo(() => capture && probeOfCapture(capture, runId), [capture, runId]);
  return isCaptured ? { probe: decoded, isLive: false } : { probe: live, isLive: true };
}

/** Returns how many tokens a run's probe has, which is the same at every moment; null where it has none yet. */
export function useProbeLength(runId: string): number | null {
  const text = useProbeText();
  return useRuns(({ captures, attentionProbe }) => {
    const live = attentionProbe?.runId === runId ? attentionProbe : null;
    return (captures[runId]?.find((one) => one.text === text) ?? live)?.tokens.length ?? null;
  });
}
