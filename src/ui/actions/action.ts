/** What an action is, and the state of the page that says whether it can run. */
import { useSyncExternalStore } from 'react';
import { useExperiment } from '../../app/document/experimentStore';
import { useHistory } from '../../app/document/history';
import { useView } from '../../app/document/viewStore';
import { useRuns } from '../../app/session/runsStore';

const stores = { experiment: useExperiment, runs: useRuns, view: useView, history: useHistory };

/** All stores of the page at one moment. */
export interface PageState {
  experiment: ReturnType<typeof useExperiment.getState>;
  runs: ReturnType<typeof useRuns.getState>;
  view: ReturnType<typeof useView.getState>;
  history: ReturnType<typeof useHistory.getState>;
}

/** Something a person can do, listed once for its button, its keys and the help. */
export interface Action {
  id: string;
  /** What it does, as the help says it. */
  name: string;
  /** What its button says; `name` where it has no button, or one without words. */
  label?(state: PageState): string;
  /** Alternatives, each a chord ("t", "mod+shift+z") or several chords pressed one after the other ("0 1"). */
  keys: readonly string[];
  /** Whether it can run now: its button is disabled and its keys do nothing where it cannot. */
  enabled(state: PageState): boolean;
  run(): void;
}

export const always = () => true;

export const pageState = (): PageState => ({
  experiment: useExperiment.getState(),
  runs: useRuns.getState(),
  view: useView.getState(),
  history: useHistory.getState(),
});

function subscribe(listener: () => void): () => void {
  const unsubscribes = Object.values(stores).map((store) => store.subscribe(listener));
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
  };
}

/**
 * Selects from the page's state and draws anew when the result changes.
 * @param select returns a primitive, or the same object for the same state: it runs at every change of a store
 */
export function usePageState<T>(select: (state: PageState) => T): T {
  return useSyncExternalStore(subscribe, () => select(pageState()));
}
