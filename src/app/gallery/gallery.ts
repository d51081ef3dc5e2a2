/** Opens ready experiments: each comes to the page as a new experiment, with what was recorded of it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { readRecording } from '../../document/recording';
import { trainsAlike } from '../../experiment/edit';
import { type ReadyExperiment, readyExperiments } from '../../experiment/ready';
import { entryName } from '../../format/words';
import { whenIdle } from '../../platform/idle';
import { attempt } from '../attempt';
import { resultsOf } from '../document/documentSnapshot';
import { fetchKept } from '../offline/fetchKept';
import { openRecorded, type RecordedPlace } from './openRecorded';

/** How long a first visit waits for its recording before the page opens without, in milliseconds. */
const firstTimeout = 3000;

/** The gallery of one page. */
export class Gallery {
  readonly state: StoreApi<{ opening: string | null; error: string | null }> = createStore(() => ({
    /** Id of the ready experiment that is being fetched. */
    opening: null as string | null,
    /** Why the last one could not be opened, for the reader. */
    error: null as string | null,
  }));

  /** The recording that a first visit opens with, as text. */
  private first: Promise<string> | undefined;

  constructor(private readonly place: RecordedPlace) {}

  /** Begins to fetch what a first visit opens with, while the storage is still asked whether this is one. */
  fetchFirst(): void {
    const [first] = readyExperiments;
    this.first = first && fetchReady(first, AbortSignal.timeout(firstTimeout));
    // Who awaits it hears why it failed; nobody may.
    this.first?.catch(() => {});
  }

  /**
   * Opens the first one, so that a first visit has something to see. Where its recording cannot be had the page stays as it
   * is: no one has asked for it. Never rejects.
   */
  async openFirst(): Promise<void> {
    const [first] = readyExperiments;
    if (!first) return;
    try {
      if (!this.first) this.fetchFirst();
      await this.show(first, this.first);
      // It is drawn before it is written.
      whenIdle(() => void this.place.autosave.writeNow());
    } catch (error) {
      console.warn(error);
    }
  }

  /** Opens one; what was on the page stays saved. Never rejects. @returns whether it is on the page */
  async open(ready: ReadyExperiment): Promise<boolean> {
    if (this.state.getState().opening !== null) return false;
    return attempt(this.state, { meanwhile: { opening: ready.id }, after: { opening: null } }, async () => {
      await this.show(ready);
      await this.place.autosave.writeNow();
    });
  }

  /**
   * Fetches the recording of the ready experiment that the page's runs were trained of, and puts it behind them again. Where there is none,
   * or it cannot be had, nothing changes. Never rejects.
   */
  async fetchBehind(): Promise<void> {
    const { document, session } = this.place;
    const alike = () => {
      const { experiment } = document.experiment.getState();
      const { state, recorded } = session.runs.getState();
      const isTrained = state !== 'empty' && !recorded;
      return isTrained ? readyExperiments.find((one) => trainsAlike(one.experiment, experiment)) : undefined;
    };
    const ready = alike();
    if (!ready) return;
    try {
      const recorded = readRecording(await fetchReady(ready), entryName('ready', ready));
      const results = resultsOf(recorded);
      // Meanwhile another may be on the page, or a recording behind it.
      if (results && alike() === ready && !session.race.state.getState().raced)
        session.race.putBehind({ experiment: recorded.experiment, results });
    } catch (error) {
      console.warn(error);
    }
  }

  /** Puts one on the page, not yet saved. Rejects with an Error for the reader. */
  private async show(ready: ReadyExperiment, fetched = fetchReady(ready)): Promise<void> {
    const name = entryName('ready', ready);
    const recorded = readRecording(await fetched, name);
    await openRecorded(this.place, name, recorded);
  }
}

/** Fetches what was recorded of a ready experiment. See fetchKept. */
const fetchReady = (ready: ReadyExperiment, signal?: AbortSignal): Promise<string> =>
  fetchKept('recordings', ready.recording, signal);
