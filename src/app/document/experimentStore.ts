/** Stores the experiment being edited. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Sentence } from '../../document/editHistory';
import { defaultExperiment } from '../../experiment/defaults';
import type { Transition } from '../../experiment/edit';
import { type Experiment, parseExperiment } from '../../experiment/schema';
import type { OwnText } from '../../runtime/protocol';

/** The edited experiment, which always fits the schema. */
export interface ExperimentState {
  experiment: Experiment;
  ownText: OwnText | null;
  /** Why the last `update` was refused; null after a change that was not. */
  error: Sentence | null;
  /**
   * Makes a change of the experiment, and with it of the own text, where the schema takes it; else leaves both as they were.
   * @returns the sentence that refuses it, or null
   */
  apply(change: Transition, ownText?: OwnText | null): string | null;
  /** Makes a change as `apply` does, and leaves the sentence in `error`. @returns whether it was made */
  update(change: Transition): boolean;
}

export type ExperimentStore = StoreApi<ExperimentState>;

/** Makes a store of the default experiment. */
export const createExperimentStore = (): ExperimentStore =>
  createStore<ExperimentState>()((set, get) => {
    const attempt = (change: Transition, ownText: OwnText | null) => {
      const parsed = parseExperiment(change(get().experiment));
      if (parsed.ok) set({ experiment: parsed.experiment, ownText, error: null });
      return parsed;
    };
    return {
      experiment: defaultExperiment(),
      ownText: null,
      error: null,
      apply(change, ownText = get().ownText) {
        const parsed = attempt(change, ownText);
        return parsed.ok ? null : parsed.reason;
      },
      update(change) {
        const { experiment, ownText } = get();
        const parsed = attempt(change, ownText);
        // Refused again, it says why in the language that the page has by then.
        if (!parsed.ok) set({ error: () => refusalOf(change(experiment)) });
        return parsed.ok;
      },
    };
  });

function refusalOf(refused: unknown): string {
  const parsed = parseExperiment(refused);
  return parsed.ok ? '' : parsed.message;
}
