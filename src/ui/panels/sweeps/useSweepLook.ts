/** How a sweep's results are looked at: kept with the experiment, as a pinned run and hidden runs of the experiment itself are. */
import type { SweepLook } from '../../../document/viewFieldKinds';
import { useApp, useView } from '../../AppContext';

const unchanged: SweepLook = { pinned: null, hidden: [], grouped: false };

/** Returns it, and what changes it. @param id of the sweep */
export function useSweepLook(id: string): [SweepLook, (change: Partial<SweepLook>) => void] {
  const { document } = useApp();
  const look = useView((v) => (Object.hasOwn(v.sweepLooks, id) ? v.sweepLooks[id] : undefined)) ?? unchanged;
  return [
    look,
    (change) => {
      const { sweepLooks, set } = document.view.getState();
      const there = new Set(document.sweeps.getState().sweeps.map((sweep) => sweep.id));
      const others = Object.entries(sweepLooks).filter(([other]) => there.has(other));
      set({ sweepLooks: { ...Object.fromEntries(others), [id]: { ...look, ...change } } });
    },
  ];
}
