/** Reads the attention probe of the chosen run. */
import type { ProbeResult } from '../../../runtime/protocol';
import { useChosenRun, useRuns } from '../../AppContext';

/** Returns the last probe of the chosen run; null before its first step, and while it has other layers than were probed. */
export function useCurrentProbe(): ProbeResult | null {
  const run = useChosenRun();
  const latest = useRuns((r) => r.attentionProbe);
  return latest?.runId === run.id && latest.layers.length === run.layers.length ? latest : null;
}
