/** Stores the sweeps of the document: what was chosen, and what came of the runs that are done. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Sweep, SweepResult } from '../../document/sweepsSchema';
import { sweepName } from '../../experiment/sweeps/choice';

export interface SweepsState {
  /** In the order in which they were made. */
  sweeps: readonly Sweep[];
}

export type SweepsStore = StoreApi<SweepsState>;

/** Makes a store of no sweeps. */
export const createSweepsStore = (): SweepsStore => createStore<SweepsState>()(() => ({ sweeps: [] }));

/** Says what a sweep is called among the page's, of which several may be of one kind. @param place among them, from 0 */
export const numberedName = (place: number, { choice }: Sweep): string =>
  `${place + 1}. ${sweepName(choice.sweep)}`;

/** Gives the sweeps with more results of one; a run's first result stays. */
export const withResults = (
  sweeps: readonly Sweep[],
  id: string,
  results: readonly SweepResult[],
): readonly Sweep[] =>
  sweeps.map((sweep) => {
    if (sweep.id !== id) return sweep;
    const there = new Set(sweep.results.map(({ run }) => run.id));
    return { ...sweep, results: [...sweep.results, ...results.filter(({ run }) => !there.has(run.id))] };
  });

/** Gives the sweeps without the results of some runs of one. */
export const withoutResults = (
  sweeps: readonly Sweep[],
  id: string,
  runIds: readonly string[],
): readonly Sweep[] =>
  sweeps.map((sweep) =>
    sweep.id === id
      ? { ...sweep, results: sweep.results.filter(({ run }) => !runIds.includes(run.id)) }
      : sweep,
  );
