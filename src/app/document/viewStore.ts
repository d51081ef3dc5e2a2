/** Stores what the page shows: the view that documents have, and what is open on it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defaultView, type View } from '../../document/view';

/** Dialogs of the page. */
export type PageDialogKind = 'help' | 'share' | 'export' | 'library' | 'atlas' | 'lessons';

/** Dialogs that are about one run. */
export type RunDialogKind = 'rename' | 'place' | 'overrides';

/** A dialog that is open; those of a run say which. */
type Dialog = { kind: PageDialogKind } | { kind: RunDialogKind; runId: string };

interface Shown extends View {
  /** The large map is open. */
  enlarged: boolean;
  /** A person has just opened it, and it is to take the focus. */
  focusesMap: boolean;
  dialog: Dialog | null;
}

/** The view, and what is open. */
export interface ViewState extends Shown {
  /** Changes these fields. */
  set(change: Partial<Shown>): void;
}

export type ViewStore = StoreApi<ViewState>;

/** Makes a store of the default view. */
export const createViewStore = (): ViewStore =>
  createStore<ViewState>()((set) => ({
    ...defaultView,
    enlarged: false,
    focusesMap: false,
    dialog: null,
    set: (change) => set(change),
  }));
