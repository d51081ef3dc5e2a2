/** The recording that the page's runs are trained against: from the first step, or the first edit, its curves stay behind theirs. */
import { pick } from 'es-toolkit';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { trainsAlike } from '../../experiment/edit';
import type { Experiment } from '../../experiment/schema';
import { lastCapturedStep } from '../../runtime/runCaptures';
import { noResults, type Results, resultFields } from '../../runtime/runReducer';
import type { PageDocument } from '../document/pageDocument';
import type { RunsStore } from './runsStore';

/** What was recorded, and of which experiment. */
interface Raced {
  experiment: Experiment;
  results: Results;
}

/** The race of one page. */
export class RecordingRace {
  /** `raced` is null where the page shows a recording itself, or has none. */
  readonly state: StoreApi<{ raced: Raced | null; hidden: boolean }> = createStore(() => ({
    raced: null as Raced | null,
    hidden: false,
  }));

  constructor(
    private readonly document: PageDocument,
    private readonly runs: RunsStore,
  ) {}

  /** Puts the recording that the page shows behind what is trained from now on. @param experiment that it is of */
  begin(experiment: Experiment): void {
    const results = pick(this.runs.getState(), resultFields);
    this.state.setState({ raced: { experiment, results }, hidden: false });
    this.runs.setState(noResults);
    const { view } = this.document;
    if (view.getState().moment !== null) view.getState().set({ moment: null });
  }

  /** Puts a recording behind runs that were trained of it, as before the page was reloaded. */
  putBehind(raced: Raced): void {
    this.state.setState({ raced, hidden: false });
  }

  /**
   * Shows the recording again, at its last capture, where an edit or a reset comes back to its experiment and nothing is trained.
   * @returns whether it does
   */
  giveBack(experiment: Experiment): boolean {
    const { raced } = this.state.getState();
    const { state } = this.runs.getState();
    if (!raced || state !== 'empty' || !trainsAlike(experiment, raced.experiment)) return false;
    const { results } = raced;
    this.runs.setState(results);
    this.document.view.getState().set({ moment: lastCapturedStep(results.captures) });
    this.clear();
    return true;
  }

  /** Forgets the recording. */
  clear(): void {
    this.state.setState({ raced: null, hidden: false });
  }
}
