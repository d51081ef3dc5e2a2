/** The one experiment that the worker has loaded, which its services share. */
import type { Experiment } from '../experiment/schema';
import type { ExperimentData } from './experimentData';
import type { Race } from './race';

export interface LoadedExperiment {
  experiment: Experiment;
  data: ExperimentData;
  race: Race;
  /** Aborted when the experiment is unloaded. */
  unloaded: AbortSignal;
}

export class LoadedSlot {
  private loaded: LoadedExperiment | null = null;
  private unloading = new AbortController();
  private turns = 0;

  /** Counts what empties the slot, so that a load knows when it has been overtaken. */
  get turn(): number {
    return this.turns;
  }

  get current(): LoadedExperiment | null {
    return this.loaded;
  }

  /** The experiment. Throws with a message for the reader where none is loaded. */
  require(): LoadedExperiment {
    if (!this.loaded) throw new Error('No experiment is loaded yet; press Train or Step first.');
    return this.loaded;
  }

  fill(loaded: Omit<LoadedExperiment, 'unloaded'>): void {
    this.unloading = new AbortController();
    this.loaded = { ...loaded, unloaded: this.unloading.signal };
  }

  /** Empties the slot at once; resolves when the training has ended and its models are freed. */
  async empty(): Promise<void> {
    this.turns++;
    const { loaded } = this;
    this.loaded = null;
    this.unloading.abort();
    await loaded?.race.dispose();
  }
}
