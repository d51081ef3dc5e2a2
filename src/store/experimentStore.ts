/** The experiment being edited. */
import { create } from 'zustand';
import { defaultExperiment } from '../experiment/defaults';
import type { Transition } from '../experiment/edit';
import { type Experiment, parseExperiment } from '../experiment/schema';
import type { OwnText } from '../runtime/protocol';

interface ExperimentState {
  experiment: Experiment;
  ownText: OwnText | null;
  /** Why the last change was refused; null after one that was not. */
  error: string | null;
  /** Makes a change, or refuses it with a sentence in `error` and leaves everything as it was. */
  update(change: Transition): boolean;
  setOwnText(ownText: OwnText | null): void;
}

export const useExperiment = create<ExperimentState>()((set, get) => ({
  experiment: defaultExperiment(),
  ownText: null,
  error: null,
  update(change) {
    const parsed = parseExperiment(change(get().experiment));
    set(parsed.ok ? { experiment: parsed.experiment, error: null } : { error: parsed.message });
    return parsed.ok;
  },
  setOwnText: (ownText) => set({ ownText }),
}));
