/** What the page shows: the view that is remembered, and what is open on it. */
import { create } from 'zustand';
import { chosenLayer, chosenRun, defaultView, type View } from '../../document/view';
import type { Experiment, Run } from '../../experiment/schema';
import type { OwnText } from '../../runtime/protocol';
import { useExperiment } from './experimentStore';

export type Dialog =
  | { kind: 'help' }
  | { kind: 'share' }
  | { kind: 'library' }
  | { kind: 'rename' | 'place'; runId: string };

/** A change that can be taken back for as long as `after` is the experiment being edited. */
export interface UndoOffer {
  /** What was done, as a sentence. */
  said: string;
  before: Experiment;
  after: Experiment;
  /** The own text that goes with `before`. */
  ownText: OwnText | null;
  /** Takes back what was done beside the experiment. */
  undone?(): void;
}

interface Shown extends View {
  /** The large map is open. */
  enlarged: boolean;
  dialog: Dialog | null;
  undoOffer: UndoOffer | null;
}

interface ViewState extends Shown {
  set(change: Partial<Shown>): void;
}

export const useView = create<ViewState>()((set) => ({
  ...defaultView,
  enlarged: false,
  dialog: null,
  undoOffer: null,
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
