/** What a person edits on a page: experiment, own text, view and sweeps, with one history over them. */
import { probeFor } from '../../data/corpora';
import { createExperimentStore, type ExperimentStore } from './experimentStore';
import { PageHistory } from './history';
import { createSweepsStore, type SweepsStore } from './sweepsStore';
import { createViewStore, type ViewStore } from './viewStore';

/** Stores of one page. */
export interface PageDocument {
  experiment: ExperimentStore;
  view: ViewStore;
  sweeps: SweepsStore;
  history: PageHistory;
}

/** Makes stores of the default experiment and view. */
export function createPageDocument(): PageDocument {
  const experiment = createExperimentStore();
  const view = createViewStore();
  // Before the history watches: it sees both as one change.
  experiment.subscribe((now, before) => {
    const { corpus } = now.experiment;
    const { probe, set } = view.getState();
    const next = corpus === before.experiment.corpus ? probe : probeFor(corpus, probe);
    if (next !== probe) set({ probe: next });
  });
  return { experiment, view, sweeps: createSweepsStore(), history: new PageHistory(experiment, view) };
}
