/** The small maps of a run that the view's filter leaves. */
import { isEqual, pick } from 'es-toolkit';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { defaultView } from '../../document/view';
import type { Run } from '../../experiment/schema';
import type { ProbeResult } from '../../runtime/protocol';
import { useChosenLayer, useExperiment, useView } from '../AppContext';
import { type FilteredMaps, filteredMaps, filterFields } from './mapFilter';

interface Filtered extends FilteredMaps {
  /** Whether they are fewer than there are, or otherwise chosen than at first. */
  isSet: boolean;
}

/** @param probe of the run @returns null where there is none */
export function useFilteredMaps(probe: ProbeResult | null, run: Run): Filtered | null {
  const task = useExperiment((e) => e.experiment.task);
  const layer = useChosenLayer();
  const filter = useView(
    useShallow((v) => pick(v, [...filterFields, 'mapKind', 'mapsOf', 'partsOff', 'principlesOff'] as const)),
  );
  return useMemo(() => {
    if (!probe) return null;
    const filtered = filteredMaps(probe, run, { ...filter, layer }, task);
    const isUntouched = isEqual(pick(filter, filterFields), pick(defaultView, filterFields));
    return { ...filtered, isSet: filtered.shown < filtered.all || !isUntouched };
  }, [probe, run, filter, layer, task]);
}
