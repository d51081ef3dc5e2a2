/**
 * Makes sweeps, and trains the runs of one at a time in the worker's queue. Each result goes into the document as it comes, so that
 * autosave has it, and a sweep that was interrupted goes on with the runs that have none.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { chosenTask } from '../../data/tasks';
import type { Sentence } from '../../document/editHistory';
import { textHash } from '../../document/link/textSection';
import { mostSweeps, type Sweep, type SweepResult } from '../../document/sweepsSchema';
import { type Experiment, parseExperiment, totalSteps } from '../../experiment/schema';
import { nameWithoutSeed } from '../../experiment/seedRuns';
import {
  experimentOfRuns,
  type SweepChoice,
  type SweepRun,
  sweepName,
  sweepRuns,
} from '../../experiment/sweeps/choice';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { uniqueId } from '../../platform/random';
import { proxy } from '../../runtime/client';
import type { OwnText, RunTiming, SweepEvent } from '../../runtime/protocol';
import type { PageDocument } from '../document/pageDocument';
import { withoutResults, withResults } from '../document/sweepsStore';
import { errorMessage } from '../errorMessage';
import {
  type DeviceSpeedStore,
  keepSpeed,
  speedByRuns,
  speedOf,
  stepFlops,
  trainingSeconds,
} from './deviceSpeed';
import { trainedText } from './experimentText';
import type { RunLifecycle } from './runLifecycle';

/** How the queue stands. */
export interface SweepTrainingState {
  /** Of the sweep that trains; null where none does. */
  id: string | null;
  /** What is done before the first run; null once runs train. */
  preparing: string | null;
  progress: Omit<Extract<SweepEvent, { type: 'progress' }>, 'type'> | null;
  /** It trained when the page was left, and goes on by itself. */
  goesOn: boolean;
  /** Why the last one ended early, a sentence. */
  error: string | null;
}

const atRest: SweepTrainingState = { id: null, preparing: null, progress: null, goesOn: false, error: null };

/** Sweeps of one page. */
export class SweepTraining {
  readonly state: StoreApi<SweepTrainingState> = createStore<SweepTrainingState>()(() => atRest);
  /** Counts what was started and stopped, so that a call knows when another has come after it. */
  private calls = 0;
  /** Goes on once the worker is started. */
  private later: string | null = null;

  constructor(
    private readonly document: PageDocument,
    private readonly lifecycle: Pick<RunLifecycle, 'client' | 'runs' | 'engineRequest'>,
    private readonly speed: DeviceSpeedStore,
  ) {}

  /**
   * Adds a sweep as an entry of the history.
   * @param over the page's experiment, perhaps with other settings
   * @returns the sentence that refuses it, or its id
   */
  add(
    choice: SweepChoice,
    over: Experiment = this.document.experiment.getState().experiment,
  ): { id: string } | { refused: string } {
    const { ownText } = this.document.experiment.getState();
    const parsed = parseExperiment(over);
    if (!parsed.ok) return { refused: parsed.message };
    const { experiment } = parsed;
    const listed = sweepRuns(experiment, choice);
    if (!listed.ok) return { refused: listed.message };
    if (this.sweeps.length >= mostSweeps)
      return { refused: t('app.session.sweeps.mostSweeps', { most: mostSweeps }) };
    const sweep = newSweep(choice, { experiment, ownText });
    this.changeSweeps(() => t('app.session.sweeps.added', { name: nameOf(sweep) }), [...this.sweeps, sweep]);
    return { id: sweep.id };
  }

  /** Removes a sweep with its results, which undo brings back. */
  async remove(id: string): Promise<void> {
    const sweep = this.find(id);
    if (!sweep) return;
    if (this.state.getState().id === id) await this.stop();
    const others = this.sweeps.filter((one) => one.id !== id);
    this.changeSweeps(() => t('app.session.sweeps.removed', { name: nameOf(sweep) }), others);
  }

  /** Deletes the results of some runs, which count as not trained; undo brings them back. */
  removeResults(id: string, runIds: readonly string[]): void {
    const sweep = this.find(id);
    const removed = sweep?.results.filter(({ run }) => runIds.includes(run.id)) ?? [];
    const [first] = removed;
    if (!sweep || !first) return;
    const { sweeps: store, history } = this.document;
    const remove = () => store.setState((s) => ({ sweeps: withoutResults(s.sweeps, id, runIds) }));
    // What was trained again meanwhile stays.
    const bringBack = () => store.setState((s) => ({ sweeps: withResults(s.sweeps, id, removed) }));
    history.change(
      () =>
        t('app.session.sweeps.removedResults', {
          count: removed.length,
          results: formatCount(removed.length),
          run: isolated(removed.length === 1 ? first.run.name : nameWithoutSeed(first.run.name)),
        }),
      () => {
        remove();
        return true;
      },
      { sideEffects: { undo: bringBack, redo: remove } },
    );
  }

  /** Lists the runs of a sweep that have no result yet; none where this lab does not know the sweep. */
  remaining({ experiment, choice, results }: Sweep): SweepRun[] {
    const listed = sweepRuns(experiment, choice);
    const done = new Set(results.map(({ run }) => run.id));
    return listed.ok ? listed.runs.filter(({ run }) => !done.has(run.id)) : [];
  }

  /** Estimates the seconds that the runs without a result take; null while nothing is known of the device or the text. */
  secondsLeft(sweep: Sweep): number | null {
    const { engine } = this.lifecycle.runs.getState();
    const { experiment } = sweep;
    const vocab = this.vocabOf(experiment);
    const speed = speedOf(this.speed.getState(), engine);
    const runs = this.remaining(sweep).map(({ run }) => run);
    if (runs.length === 0) return 0;
    if (speed === null || vocab === undefined) return null;
    return trainingSeconds(experimentOfRuns(experiment, runs), totalSteps(experiment), vocab, speed);
  }

  /** Id of the sweep that trains; null where none does, or it is paused. */
  get underWay(): string | null {
    const { id, progress } = this.state.getState();
    return progress?.waits === 'paused' ? null : id;
  }

  /** Has a sweep go on with `goOn`, and says so until then. @returns false where it has no run left */
  goOnLater(id: string): boolean {
    const sweep = this.find(id);
    if (!sweep || this.remaining(sweep).length === 0) return false;
    this.later = id;
    this.state.setState({ ...atRest, id, goesOn: true });
    return true;
  }

  /** Trains what was to go on later; nothing where it was stopped since, or another has begun. Never rejects. */
  async goOn(): Promise<void> {
    if (this.later !== null) await this.start(this.later);
  }

  /** Trains the runs of a sweep that have no result, in place of another sweep; resolves when that has ended. Never rejects. */
  async start(id: string): Promise<void> {
    const goesOn = this.later === id;
    this.later = null;
    const sweep = this.find(id);
    if (!sweep) return;
    const call = ++this.calls;
    const isCurrent = () => call === this.calls;
    const listed = sweepRuns(sweep.experiment, sweep.choice);
    const { ownText } = this.document.experiment.getState();
    const text = trainedText({ experiment: sweep.experiment, ownText });
    const refused = listed.ok ? wrongText(sweep, text) : listed.message;
    this.state.setState(refused ? { ...atRest, error: refused } : { ...atRest, id, goesOn });
    if (refused) return;
    const timings: RunTiming[] = [];
    const onEvent = proxy((event: SweepEvent) => {
      if (!isCurrent()) return;
      this.take(id, event);
      if (event.type === 'result' && event.timing) timings.push(event.timing);
    });
    const runs = this.remaining(sweep).map(({ run }) => run);
    try {
      const engine = this.lifecycle.engineRequest.getState();
      await this.lifecycle.client.call((lab) =>
        lab.sweep.run(sweep.experiment, runs, text, onEvent, { engine }),
      );
      if (isCurrent()) this.state.setState(atRest);
    } catch (error) {
      if (isCurrent()) this.state.setState({ ...atRest, error: errorMessage(error) });
    }
    this.learnSpeed(experimentOfRuns(sweep.experiment, runs), timings);
  }

  /** Pauses every run of the queue where it stands; resolves when none takes a step. Never rejects. */
  pause(): Promise<void> {
    return this.tellQueue((lab) => lab.sweep.pause());
  }

  /** Resumes the paused runs at the steps they had reached. Never rejects. */
  resume(): Promise<void> {
    return this.tellQueue((lab) => lab.sweep.resume());
  }

  /** Leaves a run out until the sweep is started again. Never rejects. */
  skip(runId: string): Promise<void> {
    return this.tellQueue((lab) => lab.sweep.skip(runId));
  }

  /** Ends the queue; what was under way begins anew when the sweep is started again. Never rejects. */
  async stop(): Promise<void> {
    if (this.state.getState().id === null) return;
    this.calls++;
    this.later = null;
    await this.tellQueue((lab) => lab.sweep.stop());
    this.state.setState(atRest);
  }

  /** Forgets every sweep, as another experiment takes the page. */
  clear(): Promise<void> {
    this.document.sweeps.setState({ sweeps: [] });
    return this.stop();
  }

  private get sweeps(): readonly Sweep[] {
    return this.document.sweeps.getState().sweeps;
  }

  private find(id: string): Sweep | undefined {
    return this.sweeps.find((sweep) => sweep.id === id);
  }

  /** Size of the vocabulary; undefined while the text is not read. */
  private vocabOf({ task }: Experiment): number | undefined {
    return task ? chosenTask(task).tokens.length : this.lifecycle.runs.getState().textFacts?.vocab;
  }

  /** Corrects what the page tells of times by what runs have taken. */
  private learnSpeed(experiment: Experiment, timings: readonly RunTiming[]): void {
    const { engine } = this.lifecycle.runs.getState();
    const vocab = this.vocabOf(experiment);
    if (!engine || vocab === undefined || timings.length === 0) return;
    const known = speedOf(this.speed.getState(), engine);
    keepSpeed(this.speed, engine, speedByRuns(known, timings, stepFlops(experiment, vocab)));
  }

  private take(id: string, event: SweepEvent): void {
    if (event.type === 'preparing') this.state.setState({ preparing: event.what });
    if (event.type === 'result') this.keep(id, event.result);
    if (event.type !== 'progress') return;
    const { type: _, ...progress } = event;
    this.state.setState({ progress, preparing: null });
  }

  private keep(id: string, result: SweepResult): void {
    this.document.sweeps.setState(({ sweeps }) => ({ sweeps: withResults(sweeps, id, [result]) }));
  }

  /** Undo and redo have back the sweep as it last was, with all of its results. */
  private changeSweeps(label: Sentence, sweeps: readonly Sweep[]): void {
    const { sweeps: store } = this.document;
    let other = this.sweeps;
    const set = (next: readonly Sweep[]) => {
      other = store.getState().sweeps;
      const present = new Map(other.map((sweep) => [sweep.id, sweep]));
      store.setState({ sweeps: next.map((sweep) => present.get(sweep.id) ?? sweep) });
      const { id } = this.state.getState();
      if (id !== null && !this.find(id)) void this.stop();
    };
    const exchange = () => set(other);
    this.document.history.change(
      label,
      () => {
        set(sweeps);
        return true;
      },
      { sideEffects: { undo: exchange, redo: exchange } },
    );
  }

  private async tellQueue(request: Parameters<RunLifecycle['client']['call']>[0]): Promise<void> {
    if (this.state.getState().id === null) return;
    try {
      await this.lifecycle.client.call(request);
    } catch (error) {
      this.state.setState({ ...atRest, error: errorMessage(error) });
    }
  }
}

/** Makes a sweep over an experiment, of which nothing is trained. */
export function newSweep(choice: SweepChoice, edited: Parameters<typeof trainedText>[0]): Sweep {
  const text = trainedText(edited);
  const { experiment } = edited;
  return { id: uniqueId(), choice, experiment, textHash: text && textHash(text.text), results: [] };
}

const nameOf = ({ choice }: Sweep): string => sweepName(choice.sweep);

/** Says why a sweep cannot go on with the text that the page has; null where it can. */
function wrongText(sweep: Sweep, text: OwnText | null): string | null {
  if (sweep.textHash === null) return null;
  if (!text) return t('app.session.sweeps.noText');
  if (textHash(text.text) === sweep.textHash) return null;
  return t('app.session.sweeps.otherText');
}
