/**
 * Trains sweeps one after the other, and the runs of each in the worker's queue. Each result goes into the document as it comes, so that
 * autosave has it, and a sweep that was interrupted goes on with the runs that have none.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { chosenTask } from '../../data/tasks';
import { textHash } from '../../document/link/textSection';
import type { Entry } from '../../document/records';
import type { Sweep, SweepResult } from '../../document/sweepsSchema';
import { type Experiment, totalSteps } from '../../experiment/schema';
import { experimentOfRuns, type SweepRun, sweepRuns } from '../../experiment/sweeps/choice';
import { t } from '../../i18n/i18n';
import { proxy } from '../../runtime/client';
import type { OwnText, RunTiming, SweepEvent } from '../../runtime/protocol';
import type { PageDocument } from '../document/pageDocument';
import { withResults } from '../document/sweepsStore';
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
  /** Ids of the sweeps that train after it, the next one first. */
  waiting: readonly string[];
  /** What is done before the first run; null once runs train. */
  preparing: string | null;
  progress: Omit<Extract<SweepEvent, { type: 'progress' }>, 'type'> | null;
  /** It trained when the page was left, and goes on by itself. */
  goesOn: boolean;
  /** Why sweeps ended early when they last trained, a sentence for each, by their ids. */
  errors: Readonly<Record<string, string>>;
}

const atRest = { id: null, waiting: [], preparing: null, progress: null, goesOn: false } as const;

/** Sweeps of one page. */
export class SweepTraining {
  readonly state: StoreApi<SweepTrainingState> = createStore<SweepTrainingState>()(() => ({
    ...atRest,
    errors: {},
  }));
  /** Counts what was started and stopped, so that a call knows when another has come after it. */
  private calls = 0;
  /** Goes on once the worker is started. */
  private later: string | null = null;

  constructor(
    private readonly document: PageDocument,
    private readonly lifecycle: Pick<RunLifecycle, 'client' | 'runs' | 'engineRequest'>,
    private readonly speed: DeviceSpeedStore,
  ) {
    document.sweeps.subscribe(() => this.leaveGone());
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

  /** What the entry of the experiment keeps of it, so that it goes on once the page is back: nothing where it is paused. */
  get toGoOn(): Pick<Entry, 'sweepUnderWay' | 'sweepsWaiting'> {
    const { underWay } = this;
    return {
      sweepUnderWay: underWay,
      sweepsWaiting: underWay === null ? [] : this.state.getState().waiting,
    };
  }

  /** Has sweeps go on with `goOn`, one after the other, and says so until then. @returns the first that has a run left; null for none */
  goOnLater(ids: readonly string[]): Sweep | null {
    const [first, ...others] = ids
      .flatMap((id) => this.find(id) ?? [])
      .filter((one) => this.remaining(one).length > 0);
    if (!first) return null;
    this.later = first.id;
    this.state.setState({ ...atRest, id: first.id, waiting: others.map(({ id }) => id), goesOn: true });
    return first;
  }

  /** Trains what was to go on later; nothing where it was stopped since, or has begun. Never rejects. */
  async goOn(): Promise<void> {
    if (this.later !== null) await this.start(this.later);
  }

  /**
   * Trains the runs of a sweep that have no result, and then the sweeps that wait; resolves when none is left. Where another trains, it
   * waits for its turn, and this resolves at once. Never rejects.
   */
  async start(id: string): Promise<void> {
    const { id: trains, waiting } = this.state.getState();
    const begins = trains === null || this.later === id;
    if (begins) await this.train(id);
    else if (trains !== id && !waiting.includes(id) && this.find(id))
      this.state.setState({ waiting: [...waiting, id] });
  }

  /** Takes a sweep out of the queue: one that trains stops, and the next begins; another waits no more. Never rejects. */
  async leave(id: string): Promise<void> {
    const { id: trains, waiting } = this.state.getState();
    if (id !== trains) return this.state.setState({ waiting: waiting.filter((other) => other !== id) });
    if (this.later === id) {
      const [next = null, ...others] = waiting;
      this.later = next;
      return this.state.setState({ ...atRest, id: next, waiting: others, goesOn: next !== null });
    }
    const call = ++this.calls;
    await this.tellQueue((lab) => lab.sweep.stop());
    if (call === this.calls) void this.trainNext();
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

  /** Ends training: no sweep waits any more, and what was under way begins anew when it is started again. Never rejects. */
  async stop(): Promise<void> {
    if (this.state.getState().id === null) return;
    const call = ++this.calls;
    this.later = null;
    this.state.setState({ waiting: [] });
    await this.tellQueue((lab) => lab.sweep.stop());
    if (call === this.calls) this.state.setState(atRest);
  }

  /** Forgets every sweep, as another experiment takes the page. */
  clear(): Promise<void> {
    this.document.sweeps.setState({ sweeps: [] });
    this.state.setState({ errors: {} });
    return this.stop();
  }

  /** Trains a sweep in place of what trained, then those that wait. */
  private async train(id: string): Promise<void> {
    const goesOn = this.later === id;
    this.later = null;
    const sweep = this.find(id);
    if (!sweep) return;
    const call = ++this.calls;
    const isCurrent = () => call === this.calls;
    const { waiting, errors } = this.state.getState();
    const { [id]: _, ...others } = errors;
    this.state.setState({ ...atRest, id, waiting, goesOn, errors: others });
    const { ownText } = this.document.experiment.getState();
    const text = trainedText({ experiment: sweep.experiment, ownText });
    const refused = refusal(sweep, text);
    const timings: RunTiming[] = [];
    const onEvent = proxy((event: SweepEvent) => {
      if (!isCurrent()) return;
      this.take(id, event);
      if (event.type === 'result' && event.timing) timings.push(event.timing);
    });
    const runs = this.remaining(sweep).map(({ run }) => run);
    try {
      if (refused) throw new Error(refused);
      const engine = this.lifecycle.engineRequest.getState();
      await this.lifecycle.client.call((lab) =>
        lab.sweep.run(sweep.experiment, runs, text, onEvent, { engine }),
      );
    } catch (error) {
      if (isCurrent()) this.fail(id, error);
    }
    this.learnSpeed(experimentOfRuns(sweep.experiment, runs), timings);
    if (isCurrent()) await this.trainNext();
  }

  private async trainNext(): Promise<void> {
    const [next, ...waiting] = this.state.getState().waiting;
    this.state.setState({ ...atRest, waiting });
    if (next !== undefined) await this.train(next);
  }

  private fail(id: string, error: unknown): void {
    this.state.setState(({ errors }) => ({ errors: { ...errors, [id]: errorMessage(error) } }));
  }

  /** Takes those out of the queue that the document no longer has. */
  private leaveGone(): void {
    const { id, waiting } = this.state.getState();
    // Those that wait first, so that none of them begins.
    for (const one of [...waiting, id]) if (one !== null && !this.find(one)) void this.leave(one);
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

  private async tellQueue(request: Parameters<RunLifecycle['client']['call']>[0]): Promise<void> {
    const { id } = this.state.getState();
    if (id === null) return;
    try {
      await this.lifecycle.client.call(request);
    } catch (error) {
      this.fail(id, error);
    }
  }
}

/** Says why a sweep cannot be trained by this lab, or with the text that the page has; null where it can. */
function refusal(sweep: Sweep, text: OwnText | null): string | null {
  const listed = sweepRuns(sweep.experiment, sweep.choice);
  if (!listed.ok) return listed.message;
  if (sweep.textHash === null) return null;
  if (!text) return t('app.session.sweeps.noText');
  if (textHash(text.text) === sweep.textHash) return null;
  return t('app.session.sweeps.otherText');
}
