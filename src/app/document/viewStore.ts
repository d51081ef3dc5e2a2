/** What the page shows: the view that is remembered, and what is open on it. */
import { create } from 'zustand';
import { chosenLayer, chosenRun, defaultView, type View } from '../../document/view';
import type { Run } from '../../experiment/schema';
import { useExperiment } from './experimentStore';

export type Dialog =
  | { kind: 'help' }
  | { kind: 'share' }
  | { kind: 'library' }
  | { kind: 'rename' | 'place'; runId: string };

interface Shown extends View {
  /** The large map is open. */
  enlarged: boolean;
  dialog: Dialog | null;
}

interface ViewState extends Shown {
  set(change: Partial<Shown>): void;
}

export const useView = create<ViewState>()((set) => ({
  ...defaultView,
  enlarged: false,
  dialog: null,
  set: (change) => set(change),
}));

export function useChosenRun(): Run {
  const runId = useView((v) => v.runId);
  const runs = useExperiment((e) => e.experiment.runs);
  return chosenRun(runs, runId);
}

/** The chosen layer of the chosen run. */
export function useChosenLayer(): number {
  const run = useChosenRun();
  return useView((v) => chosenLayer(run, v.layer));
}
