/** The one history of the page: what is edited is recorded, undone and redone in its stores. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  changeBetween,
  type Edited,
  emptyHistory,
  type History,
  type HistoryEntry,
  redone,
  type Sentence,
  undone,
  withEntry,
} from '../../document/editHistory';
import { viewOf } from '../../document/view';
import type { ExperimentStore } from './experimentStore';
import type { ViewStore } from './viewStore';

/** Undo and redo over one page. */
export class PageHistory {
  readonly state: StoreApi<History> = createStore<History>()(() => emptyHistory);
  /** What was edited when it was last looked at, to tell a change from. */
  private present: Edited;
  /** Nothing is recorded while an entry is made, undone or redone. */
  private paused = false;

  constructor(
    private readonly experiment: ExperimentStore,
    private readonly view: ViewStore,
  ) {
    this.present = this.read();
  }

  /** Records every change of the stores from now on. @returns what ends it */
  watch(): () => void {
    this.present = this.read();
    const note = () => {
      if (this.paused) return;
      const before = this.present;
      this.present = this.read();
      const change = changeBetween(before, this.present);
      if (change)
        this.record({ ...change, before, after: this.present, changedAt: Date.now(), offersUndo: false });
    };
    const stops = [this.experiment.subscribe(note), this.view.subscribe(note)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /**
   * Makes a change as one entry.
   * @param label what is done: "Removed layer 2."
   * @param make returns whether it was made
   * @param offersUndo whether the page offers to undo it
   * @param sideEffects what is undone and redone with it outside of the document
   */
  change(
    label: Sentence,
    make: () => boolean,
    { offersUndo = true, sideEffects }: Partial<Pick<HistoryEntry, 'offersUndo' | 'sideEffects'>> = {},
  ): boolean {
    const before = this.read();
    if (!this.withoutRecording(make)) return false;
    const after = this.read();
    this.present = after;
    this.record({ label, coalesceKey: null, before, after, changedAt: Date.now(), offersUndo, sideEffects });
    return true;
  }

  canUndo = (): boolean => this.state.getState().past.length > 0;
  canRedo = (): boolean => this.state.getState().future.length > 0;

  /** Undoes the last entry; nothing where there is none. */
  undo(): void {
    const step = undone(this.state.getState());
    if (!step) return;
    this.restore(step.entry.before);
    step.entry.sideEffects?.undo();
    this.state.setState(step.history);
  }

  /** Redoes what was undone last; nothing where that is nothing. */
  redo(): void {
    const step = redone(this.state.getState());
    if (!step) return;
    this.restore(step.entry.after);
    step.entry.sideEffects?.redo();
    this.state.setState(step.history);
  }

  /** Clears the history, as another saved experiment takes the page. */
  clear(): void {
    this.present = this.read();
    this.state.setState(emptyHistory);
  }

  private read(): Edited {
    const { experiment, ownText } = this.experiment.getState();
    return { experiment, ownText, view: viewOf(this.view.getState()) };
  }

  private restore(edited: Edited): void {
    const { experiment, ownText, view } = edited;
    this.withoutRecording(() => {
      this.experiment.setState({ experiment, ownText, error: null });
      this.view.getState().set(view);
    });
    this.present = edited;
  }

  private record(entry: HistoryEntry): void {
    this.state.setState(withEntry(this.state.getState(), entry));
  }

  private withoutRecording<T>(make: () => T): T {
    this.paused = true;
    try {
      return make();
    } finally {
      this.paused = false;
    }
  }
}
