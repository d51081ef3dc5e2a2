/**
 * What an edit of the experiment starts: runs that it leaves as they are keep what they have, others start, or have back what
 * they had; what was training goes on training; a new text is described.
 */
import { debounce, pick } from 'es-toolkit';
import { trainsAlike } from '../../experiment/edit';
import { resultFields } from '../../runtime/runReducer';
import type { ExperimentState, ExperimentStore } from '../document/experimentStore';
import { isSlowText, textChanged } from './experimentText';
import { ResultsArchive } from './resultsArchive';
import type { RunLifecycle, TrainingControls } from './runLifecycle';

/** Debounce of the restart after an edit, in milliseconds. */
const restartDelay = 300;

/** Watches one page's experiment. */
export class EditRestart {
  /** Trains once no edit has come for the delay, unless it was paused, reset or failed meanwhile. */
  private readonly restart = debounce(() => {
    if (this.lifecycle.trains) void this.training.train();
  }, restartDelay);
  readonly archive = new ResultsArchive();
  /** Set while a link changes the experiment. */
  private opening: { textWaits: boolean } | null = null;

  /** Watches the experiment from now on. */
  constructor(
    experiment: ExperimentStore,
    private readonly lifecycle: RunLifecycle,
    private readonly training: Pick<TrainingControls, 'train' | 'clear'>,
  ) {
    experiment.subscribe((now, before) => this.handleEdit(now, before));
  }

  /**
   * Makes a change that a link asks for: nothing that takes long begins with it.
   * @param textWaits whether not even a text that is read in a moment is read
   */
  takeLink(change: () => void, textWaits: boolean): void {
    // A training would restart with the change.
    const { state, recorded } = this.lifecycle.runs.getState();
    if (state !== 'empty' || recorded) void this.training.clear();
    this.lifecycle.race.clear();
    this.opening = { textWaits };
    change();
    this.opening = null;
  }

  /** Cancels a restart that is due. */
  cancel(): void {
    this.restart.cancel();
  }

  private handleEdit(now: ExperimentState, before: ExperimentState): void {
    const { lifecycle, opening } = this;
    const newText = textChanged(now, before);
    if (newText && opening && (opening.textWaits || isSlowText(now.experiment))) lifecycle.text.defer();
    else if (newText) void lifecycle.text.describe();
    if (!newText && trainsAlike(now.experiment, before.experiment)) return;

    const { runs, trains, race } = lifecycle;
    // What was not trained here is no run's earlier training.
    if (runs.getState().recorded) {
      race.begin(before.experiment);
      return;
    }
    if (race.giveBack(now.experiment)) return;
    const underWay = runs.getState().state === 'training';
    const { results, kept } = this.archive.exchange(pick(runs.getState(), resultFields), before, now);
    runs.setState(trains ? { ...results, state: 'loading' } : results);
    if (underWay && lifecycle.load) void this.replaceAfterCheckpoint(kept);
    else this.replaceLoad();
  }

  /** Ends the training with a checkpoint of now first, so that no run loses a step. */
  private async replaceAfterCheckpoint(kept: ReadonlySet<string>): Promise<void> {
    const { lifecycle } = this;
    const { load } = lifecycle;
    lifecycle.hearOnly(kept, (event) => this.archive.note(event));
    await lifecycle.attempt(() => lifecycle.call((lab) => lab.training.pause()));
    // A reset, or another edit, may have come first.
    if (lifecycle.load === load) this.replaceLoad();
  }

  private replaceLoad(): void {
    const { lifecycle } = this;
    this.archive.endNotes();
    if (lifecycle.load) {
      lifecycle.supersede();
      void lifecycle.attempt(() => lifecycle.client.call((lab) => lab.training.unload()));
    }
    if (lifecycle.trains) this.restart();
  }
}
