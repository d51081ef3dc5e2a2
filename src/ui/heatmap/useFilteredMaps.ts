/** The small maps of a run that the view's filter leaves. */
import { pick } from 'es-toolkit';
import { useMemo, useRef } from 'react';
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

/**
 * @param probe of the run
 * @returns null where there is none; the same object for the next moment where the same maps are shown, so that nothing but their pixels is drawn anew
 */
export function useFilteredMaps(probe: ProbeResult | null, run: Run): Filtered | null {
  const task = useExperiment((e) => e.experiment.task);
  const layer = useChosenLayer();
  const filter = useView(
    useShallow((v) => pick(v, [...filterFields, 'mapKind', 'mapsOf', 'partsOff', 'principlesOff'] as const)),
  );
  const last = useRef<Filtered | null>(null);
  return useMemo(() => {
    if (!probe) return null;
    const filtered = filteredMaps(probe, run, { ...filter, layer }, task);
    const isUntouched = filterFields.every((field) => filter[field] === defaultView[field]);
    const found = { ...filtered, isSet: filtered.shown < filtered.all || !isUntouched };
    if (!last.current || !leavesTheSame(found, last.current)) last.current = found;
    return last.current;
  }, [probe, run, filter, layer, task]);
}

/** Compares field by field: at each moment of 192 maps a deep comparison was among the dearest things of the page's script. */
function leavesTheSame(a: Filtered, b: Filtered): boolean {
  const isSameRow = (own: FilteredMaps['rows'][number], i: number) => {
    const other = b.rows[i];
    return (
      own.layer === other?.layer &&
      own.score === other.score &&
      own.heads.length === other.heads.length &&
      own.heads.every((head, place) => head === other.heads[place])
    );
  };
  return (
    a.isSet === b.isSet &&
    a.isByStrength === b.isByStrength &&
    a.all === b.all &&
    a.rows.length === b.rows.length &&
    a.rows.every(isSameRow)
  );
}
