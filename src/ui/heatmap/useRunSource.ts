/** Finds what a run's maps are taken from: the probe that the page shows of it, or a capture. */
import type { Capture } from '../../measure/capture';
import type { ProbeResult } from '../../runtime/protocol';
import { captureAt, type RunCaptures } from '../../runtime/runCaptures';
import { useRuns } from '../AppContext';
import { useMoment, useProbeText } from '../time/useMoment';

interface Asked {
  /** Of the run; null for none. */
  runId: string | null;
  /** The probe that the page shows, of whichever run. */
  shown: ProbeResult;
  /** Of the capture; null for the newest. */
  moment: number | null;
}

/** Chooses a run's source. @param captures of the run @returns null where there is none of the same tokens */
export function runSource(
  { runId, shown, moment }: Asked,
  captures: RunCaptures | undefined,
  text: string,
): ProbeResult | Capture | null {
  if (runId === shown.runId && (moment === null || moment === shown.step)) return shown;
  const capture = captureAt(captures ?? [], text, moment ?? Number.POSITIVE_INFINITY);
  return capture?.tokens.length === shown.tokens.length ? capture : null;
}

/**
 * Finds the moment at which the same map of every run is shown: the newest capture of the run that the page shows, as the others have
 * captures, too, and no live probe. Where that run has none it is the page's moment.
 * @param captures of that run
 */
export const momentOfEveryRun = (
  captures: RunCaptures | undefined,
  text: string,
  pageMoment: number | null,
): number | null =>
  captureAt(captures ?? [], text, pageMoment ?? Number.POSITIVE_INFINITY)?.step ?? pageMoment;

/** The same of the page. @param runId of the run that it shows; null for none */
export function useMomentOfEveryRun(runId: string | null): number | null {
  const text = useProbeText();
  const pageMoment = useMoment();
  const captures = useRuns((r) => (runId === null ? undefined : r.captures[runId]));
  return momentOfEveryRun(captures, text, pageMoment);
}

/** Finds a run's source at a moment; where that is null, at the page's. */
export function useRunSource({ runId, shown, moment }: Asked): ProbeResult | Capture | null {
  const text = useProbeText();
  const pageMoment = useMoment();
  const captures = useRuns((r) => (runId === null ? undefined : r.captures[runId]));
  if (runId === shown.runId && moment === null) return shown;
  return runSource({ runId, shown, moment: moment ?? pageMoment }, captures, text);
}
