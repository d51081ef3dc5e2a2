/**
 * What an edit of the experiment starts: it is another experiment from then on, so its curves go, one that was training
 * starts again, and a new text is described.
 */
import { debounce } from 'es-toolkit';
import { trainsAlike } from '../../experiment/edit';
import type { ExperimentState, ExperimentStore } from '../document/experimentStore';
import { isSlowText, textChanged } from './experimentText';
import type { RunLifecycle } from './runLifecycle';

/** Debounce of the restart after an edit, in milliseconds. */
const restartDelay = 300;

interface Training {
  train(): Promise<void>;
  reset(): Promise<void>;
}

/** Watches one page's experiment. */
export class EditRestart {
  /** Trains once no edit has come for the delay, unless it was paused, reset or failed meanwhile. */
  private readonly restart = debounce(() => {
    if (this.lifecycle.trains) void this.training.train();
  }, restartDelay);
  /** Set while a link changes the experiment. */
  private opening: { textWaits: boolean } | null = null;

  /** Watches the experiment from now on. */
  constructor(
    experiment: ExperimentStore,
    private readonly lifecycle: RunLifecycle,
    private readonly training: Training,
  ) {
    experiment.subscribe((now, before) => this.handleEdit(now, before));
  }

  /**
   * Makes a change that a link asks for: nothing that takes long begins with it.
   * @param textWaits whether not even a text that is read in a moment is read
   */
  takeLink(change: () => void, textWaits: boolean): void {
    // A training would restart with the change.
    if (this.lifecycle.runs.getState().state !== 'empty') void this.training.reset();
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

    const { trains } = lifecycle;
    if (lifecycle.load || trains || lifecycle.runs.getState().state !== 'empty') void this.training.reset();
    if (!trains) return;
    lifecycle.trains = true;
    lifecycle.runs.setState({ state: 'loading' });
    this.restart();
  }
}
