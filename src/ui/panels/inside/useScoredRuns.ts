/** Reads the probes whose scores are drawn: of the chosen run, and of the pinned one, where that is another. */
import type { Run } from '../../../experiment/schema';
import type { ProbeResult } from '../../../runtime/protocol';
import { useChosenRun, useExperiment, useView } from '../../AppContext';
import { useShownProbe } from '../../time/useMoment';
import { useCurrentProbe } from '../attention/useCurrentProbe';

export interface ScoredRun {
  run: Run;
  probe: ProbeResult;
}

/** @returns no run where the chosen one has no probe to show, and whether it would be the live one */
export function useScoredRuns(): { scored: ScoredRun[]; isLive: boolean } {
  const run = useChosenRun();
  const pinnedRun = useView((v) => v.pinnedRun);
  const pinned = useExperiment((e) => e.experiment.runs.find(({ id }) => id === pinnedRun)) ?? run;
  const { probe, isLive } = useCurrentProbe();
  const { probe: other } = useShownProbe(pinned.id);
  if (!probe) return { scored: [], isLive };
  const isBeside = pinned.id !== run.id && other?.layers.length === pinned.layers.length;
  return { scored: [{ run, probe }, ...(isBeside ? [{ run: pinned, probe: other }] : [])], isLive };
}
