/** The one history of the page: what is edited is recorded, undone and redone in its stores. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  changeBetween,
  type Edited,
  emptyHistory,
  type History,
  type HistoryEntry,
  recorded,
  redone,
  undone,
} from '../../document/editHistory';
import { viewOf } from '../../document/view';
import type { ExperimentStore } from './experimentStore';
import type { ViewStore } from './viewStore';

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
      if (change) this.record({ ...change, before, after: this.present, at: Date.now(), offered: false });
    };
    const stops = [this.experiment.subscribe(note), this.view.subscribe(note)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /**
   * Makes a change as one entry.
   * @param said what is done, as a sentence
   * @param make returns whether it was made
   * @param offered whether the page offers to take it back, beside the stacks
   * @param beside what goes with it beside the document
   */
  change(
    said: string,
    make: () => boolean,
    { offered = true, beside }: Partial<Pick<HistoryEntry, 'offered' | 'beside'>> = {},
  ): boolean {
    const before = this.read();
    if (!this.quietly(make)) return false;
    const after = this.read();
    this.present = after;
    this.record({ said, gradual: null, before, after, at: Date.now(), offered, beside });
    return true;
  }

  canUndo = (): boolean => this.state.getState().past.length > 0;
  canRedo = (): boolean => this.state.getState().future.length > 0;

  undo(): void {
    const step = undone(this.state.getState());
    if (!step) return;
    this.put(step.entry.before);
    step.entry.beside?.undo();
    this.state.setState(step.history);
  }

  redo(): void {
    const step = redone(this.state.getState());
    if (!step) return;
    this.put(step.entry.after);
    step.entry.beside?.redo();
    this.state.setState(step.history);
  }

  /** Forgets all, as another saved experiment takes the page: what comes next is told from that. */
  clear(): void {
    this.present = this.read();
    this.state.setState(emptyHistory);
  }

  private read(): Edited {
    const { experiment, ownText } = this.experiment.getState();
    return { experiment, ownText, view: viewOf(this.view.getState()) };
  }

  private put(edited: Edited): void {
    const { experiment, ownText, view } = edited;
    this.quietly(() => {
      this.experiment.setState({ experiment, ownText, error: null });
      this.view.getState().set(view);
    });
    this.present = edited;
  }

  private record(entry: HistoryEntry): void {
    this.state.setState(recorded(this.state.getState(), entry));
  }

  private quietly<T>(make: () => T): T {
    this.paused = true;
    try {
      return make();
    } finally {
      this.paused = false;
    }
  }
}
