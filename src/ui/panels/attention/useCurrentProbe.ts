/** Reads the attention probe of the chosen run, live or of the moment that the page shows. */
import { useChosenRun } from '../../AppContext';
import { type ShownProbe, useShownProbe } from '../../time/useMoment';

/** Returns the probe that is shown of the chosen run: none before its first step, and while it has other layers than were probed. */
export function useCurrentProbe(): ShownProbe {
  const run = useChosenRun();
  const { probe, isLive } = useShownProbe(run.id);
  return { probe: probe?.layers.length === run.layers.length ? probe : null, isLive };
}
