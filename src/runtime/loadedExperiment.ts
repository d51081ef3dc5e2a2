/** The one experiment that the worker has loaded, which its services share. */
import type { Experiment } from '../experiment/schema';
import { words } from '../format/words';
import type { ExperimentData } from './experimentData';
import type { Race } from './race';

/** An experiment, its data and its models. */
export interface LoadedExperiment {
  experiment: Experiment;
  data: ExperimentData;
  race: Race;
  /** Aborted when the experiment is unloaded. */
  unloaded: AbortSignal;
}

/** Has room for one loaded experiment. */
export class LoadedSlot {
  private loaded: LoadedExperiment | null = null;
  private unloading = new AbortController();
  private emptied = 0;

  /** Rises each time the slot is emptied, so that a load knows when it has been superseded. */
  get generation(): number {
    return this.emptied;
  }

  /** What is loaded; null where nothing is. */
  get current(): LoadedExperiment | null {
    return this.loaded;
  }

  /** Gets what is loaded. @throws Error with a message for the reader where nothing is */
  require(): LoadedExperiment {
    if (!this.loaded)
      throw new Error(words('training.notLoaded', 'No experiment is loaded yet; press Train or Step first.'));
    return this.loaded;
  }

  /** Fills the slot, which must be empty. */
  fill(loaded: Omit<LoadedExperiment, 'unloaded'>): void {
    this.unloading = new AbortController();
    this.loaded = { ...loaded, unloaded: this.unloading.signal };
  }

  /** Empties the slot at once; resolves when the training has ended and its models are freed. */
  async empty(): Promise<void> {
    this.emptied++;
    const { loaded } = this;
    this.loaded = null;
    this.unloading.abort();
    await loaded?.race.dispose();
  }
}
