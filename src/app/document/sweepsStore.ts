/** Stores the sweeps of the document: what was chosen, and what came of the runs that are done. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Sweep, SweepResult } from '../../document/sweepsSchema';

export interface SweepsState {
  /** In the order in which they were made. */
  sweeps: readonly Sweep[];
}

export type SweepsStore = StoreApi<SweepsState>;

/** Makes a store of no sweeps. */
export const createSweepsStore = (): SweepsStore => createStore<SweepsState>()(() => ({ sweeps: [] }));

/** Gives the sweeps with another result of one; a run's first result stays. */
export const withResult = (sweeps: readonly Sweep[], id: string, result: SweepResult): readonly Sweep[] =>
  sweeps.map((sweep) => {
    const isThere = sweep.results.some(({ run }) => run.id === result.run.id);
    return sweep.id === id && !isThere ? { ...sweep, results: [...sweep.results, result] } : sweep;
  });
