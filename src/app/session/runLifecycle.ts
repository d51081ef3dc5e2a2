/**
 * The runs in the worker, from the load of what is edited to a failure: what is loaded, what it resumes from, whether it
 * trains. A worker that crashed is followed by a new one, which resumes from the checkpoints.
 */

import { isEqual, pick } from 'es-toolkit';
import { probeText } from '../../document/probeText';
import { engineVersion } from '../../engine/engine';
import { t } from '../../i18n/i18n';
import { type ConnectLab, type CrashCause, proxy } from '../../runtime/client';
import type { LabWorker, Resume, RunEvent } from '../../runtime/protocol';
import {
  eventOfRuns,
  noResults,
  reduceRunEvent,
  resumeStep,
  rewindToCheckpoints,
} from '../../runtime/runReducer';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import { noticeOfEvent } from '../notices/eventNotices';
import type { Notices } from '../notices/notices';
import { CheckpointTrail } from './checkpointTrail';
import { createEngineRequestStore } from './engineRequestStore';
import { ExperimentText, trainedText } from './experimentText';
import { RecordingRace } from './recordingRace';
import { createRunsStore, type RunsStore } from './runsStore';
import { WorkerClient } from './workerClient';

/** One load of the edited experiment into the worker. */
export interface Load {
  /** Resolves when the worker has it; rejects with a message for the reader where it cannot be loaded. */
  readonly ready: Promise<void>;
  /** An edit or a reset came after it: its events and answers are dropped. */
  superseded: boolean;
  /** The message of the crash that ended its worker. */
  crash: string | null;
  /** Where an edit has changed some runs: those whose events are still of the page's, and what takes the others'. */
  narrowed: { heard: ReadonlySet<string>; others(event: RunEvent): void } | null;
}

/** The session as its parts start and stop it. */
export interface TrainingControls {
  train(): Promise<void>;
  pause(): Promise<void>;
  clear(): Promise<void>;
}

/** What a lifecycle reads and tells. */
export interface LifecycleOptions {
  document: PageDocument;
  notices: Notices;
  connectWorker: ConnectLab;
}

/** Runs of one page; told by its store of runs. */
export class RunLifecycle {
  readonly runs: RunsStore = createRunsStore();
  readonly engineRequest = createEngineRequestStore();
  readonly client: WorkerClient;
  readonly text: ExperimentText;
  readonly race: RecordingRace;
  readonly trail: CheckpointTrail;
  /** Whether training is wanted, from Train until it is paused, done or failed. */
  trains = false;
  private readonly document: PageDocument;
  private readonly notices: Notices;
  private current: Load | null = null;

  constructor({ document, notices, connectWorker }: LifecycleOptions) {
    this.document = document;
    this.notices = notices;
    this.client = new WorkerClient(connectWorker, (message, cause) => this.handleCrash(message, cause));
    this.text = new ExperimentText(document.experiment, this.runs, this.client);
    this.race = new RecordingRace(document, this.runs);
    this.trail = new CheckpointTrail(document.experiment);
  }

  /** What is loaded or about to be, always of the edited experiment; null where nothing is. */
  get load(): Load | null {
    return this.current;
  }

  /** Loads the experiment where it is not loaded; resolves when it is. Rejects with a message for the reader. */
  ensureLoaded(): Promise<void> {
    this.current ??= this.startLoad();
    return this.current.ready;
  }

  /**
   * Loads the experiment where it is not loaded, then calls the worker.
   * @returns the worker's answer; undefined where an edit or a reset superseded the load. Rejects with a message for the
   * reader
   */
  async call<T>(request: (lab: LabWorker) => Promise<T>): Promise<T | undefined> {
    this.current ??= this.startLoad();
    const load = this.current;
    try {
      await load.ready;
      if (load.superseded) return undefined;
      if (load.crash) throw new Error(load.crash);
      const answer = await this.client.call(request);
      return load.superseded ? undefined : answer;
    } catch (error) {
      if (load.superseded) return undefined;
      throw error;
    }
  }

  /** Awaits a call, and fails the runs where it rejects: the run bar tells why. Never rejects. */
  async attempt(call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Supersedes what is loaded, so that the next call loads anew. */
  supersede(): void {
    if (this.current) this.current.superseded = true;
    this.current = null;
  }

  /** Takes no more from what is loaded than the events of these runs. @param others takes every event too */
  hearOnly(runIds: ReadonlySet<string>, others: (event: RunEvent) => void): void {
    const { current } = this;
    if (!current) return;
    const before = current.narrowed?.heard ?? runIds;
    current.narrowed = { heard: new Set([...runIds].filter((id) => before.has(id))), others };
  }

  /** Has the runs be captured with the page's probe text from now on. Never rejects: without it they are not. */
  async watchText(): Promise<void> {
    const { experiment } = this.document.experiment.getState();
    const text = probeText(experiment, this.document.view.getState());
    await this.client.call((lab) => lab.probe.watch(text)).catch(() => {});
  }

  private startLoad(): Load {
    const { experiment, ownText } = this.document.experiment.getState();
    const resume = this.takeResume();
    this.runs.setState({ state: 'loading' });
    const onEvent = proxy((event: RunEvent) => {
      if (load !== this.current) return;
      load.narrowed?.others(event);
      const heard = load.narrowed ? eventOfRuns(event, load.narrowed.heard) : event;
      if (heard) this.handleEvent(heard);
    });
    const engine = this.engineRequest.getState();
    void this.watchText();
    const answer = this.client.call((lab) =>
      lab.training.load(experiment, trainedText({ experiment, ownText }), onEvent, { engine, resume }),
    );
    const ready = answer.then(
      ({ info, engine }) => {
        if (load !== this.current) return;
        this.runs.setState({ info, engine });
        if (this.runs.getState().textWaits) void this.text.describe();
      },
      (error) => {
        if (load === this.current) {
          this.current = null;
          this.fail(error);
        }
        throw error;
      },
    );
    const load: Load = { ready, superseded: false, crash: null, narrowed: null };
    return load;
  }

  /** The checkpoints to resume from, with the curves rewound to them; null, and no curves, where there are none. */
  private takeResume(): Resume | null {
    if (this.runs.getState().recorded) this.race.begin(this.document.experiment.getState().experiment);
    const { checkpoints, failures } = this.runs.getState();
    if (Object.keys({ ...checkpoints, ...failures }).length === 0) {
      this.runs.setState(noResults);
      return null;
    }
    this.runs.setState(rewindToCheckpoints);
    return { checkpoints, failed: Object.keys(failures) };
  }

  private handleEvent(event: RunEvent): void {
    this.trail.note(event, this.runs.getState().checkpoints);
    this.runs.setState((results) => reduceRunEvent(results, event));
    if (event.type === 'losses') this.noteTrainedOn();
    const notice = noticeOfEvent(event);
    if (notice) this.notices.say(notice);
    if (event.type !== 'state') return;
    if (event.state === 'training') this.trains = true;
    if (['paused', 'finished', 'failed'].includes(event.state)) this.trains = false;
  }

  /** Notes what trains, which is another where an experiment goes on that was saved elsewhere. */
  private noteTrainedOn(): void {
    const { engine, trainedOn } = this.runs.getState();
    if (!engine) return;
    const now = { ...pick(engine, ['name', 'adapter']), engineVersion };
    if (!isEqual(now, trainedOn)) this.runs.setState({ trainedOn: now });
  }

  private fail(error: unknown): void {
    this.trains = false;
    const tooLarge = error instanceof Error && error.name === 'TooLarge';
    this.runs.setState({ state: 'failed', message: errorMessage(error), tooLarge, preparing: null });
  }

  /** Fails the runs, as the worker is gone. @returns the message that calls under way reject with */
  private handleCrash(what: string, cause: CrashCause): string {
    if (cause === 'device') this.engineRequest.setState({ webgpuFailure: t('app.session.cardLost') });
    const step = resumeStep(this.runs.getState());
    const message =
      step === null ? t('app.session.crash.anew', { what }) : t('app.session.crash.resume', { what, step });
    if (this.current) this.current.crash = message;
    this.current = null;
    this.fail(message);
    return message;
  }
}
