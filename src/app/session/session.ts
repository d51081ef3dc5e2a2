/**
 * Joins the stores to the worker: loads what is edited, passes on what the worker tells, and restarts a training whose
 * experiment was edited. The only code of the page that tells the worker what to do.
 */
import type { LabDocument } from '../../document/document';
import { type Transition, trainsAlike } from '../../experiment/edit';
import type { ExportKind } from '../../export/runFiles';
import { type ConnectLab, proxy } from '../../runtime/client';
import type { EvaluationEvent, GenerateRequest, LabWorker, Resume, RunEvent } from '../../runtime/protocol';
import {
  noResults,
  reduceOutcome,
  reduceRunEvent,
  resumeStep,
  rewindToCheckpoints,
} from '../../runtime/runReducer';
import { pageDocument, showDocument } from '../document/page';
import type { PageDocument } from '../document/pageDocument';
import { errorMessage } from '../errorMessage';
import { noticeOfEvent } from '../notices/eventNotices';
import type { Notices } from '../notices/notices';
import { EvaluationSchedule } from './evaluationSchedule';
import { ExperimentText, isSlowText, textChanged, trainedText } from './experimentText';
import { createProbePolling } from './probePolling';
import { createRunsStore, type RunsStore } from './runsStore';
import { WorkerClient } from './workerClient';

/** Debounce of the restart after an edit, in milliseconds. */
const restartDelay = 300;

/** What the worker holds, or is about to hold: always what is being edited. */
interface Loaded {
  ready: Promise<void>;
  /** An edit or a reset has taken its place: its events are dropped. */
  overtaken: boolean;
  /** The message of the crash that ended its worker. */
  crash: string | null;
}

interface Options {
  document: PageDocument;
  notices: Notices;
  connectWorker: ConnectLab;
}

export class Session {
  readonly runs: RunsStore = createRunsStore();
  readonly evaluation: EvaluationSchedule;
  readonly text: ExperimentText;
  private readonly document: PageDocument;
  private readonly notices: Notices;
  private readonly client: WorkerClient;
  private readonly wantProbe: () => void;
  private loaded: Loaded | null = null;
  /** Whether training is wanted, from Train until it is paused, done or failed. */
  private trains = false;
  /** While the experiment is replaced by that of a link. */
  private opening: { textWaits: boolean } | null = null;
  private restart: ReturnType<typeof setTimeout> | undefined;
  /** Count calls and cancels, so that a cancel also reaches a call that waits for a load. */
  private generations = 0;
  private evaluations = 0;

  /** Watches the document from now on. The worker is started by the first call that needs it. */
  constructor({ document, notices, connectWorker }: Options) {
    this.document = document;
    this.notices = notices;
    this.client = new WorkerClient(connectWorker, (message) => this.crashed(message));
    this.text = new ExperimentText(document.experiment, this.runs, this.client);
    this.evaluation = new EvaluationSchedule(document.experiment, this.runs, this);
    this.wantProbe = createProbePolling(document, this.runs, this.client, () => this.loaded);
    document.view.subscribe((now, before) => {
      const newProbe = now.probe !== before.probe || now.taskSample !== before.taskSample;
      if (this.loaded && (newProbe || now.runId !== before.runId)) this.wantProbe();
    });
    // An experiment that changed is another experiment: its curves go, and one that was training starts again.
    document.experiment.subscribe((now, before) => {
      const newText = textChanged(now, before);
      const { opening } = this;
      if (newText && opening && (opening.textWaits || isSlowText(now.experiment))) this.text.defer();
      else if (newText) void this.text.describe();
      if (!newText && trainsAlike(now.experiment, before.experiment)) return;
      this.experimentChanged();
    });
  }

  /** Starts the worker, and asks what it computes on and what the text is made of. */
  async open(): Promise<void> {
    if (!this.runs.getState().textWaits) void this.text.describe();
    await this.attempt(async () => {
      this.runs.setState({ backend: await this.client.call((lab) => lab.device.backend()) });
    });
  }

  /**
   * Makes a change that a link asks for: nothing that takes long begins with it.
   * @param textWaits whether not even a text that is read in a moment is read
   */
  takeLink(change: () => void, textWaits: boolean): void {
    // A training would restart with the change.
    if (this.runs.getState().state !== 'empty') void this.reset();
    this.opening = { textWaits };
    change();
    this.opening = null;
  }

  async train(): Promise<void> {
    clearTimeout(this.restart);
    // What has failed is tried again, from the start where no run can resume.
    if (this.runs.getState().state === 'failed') {
      this.drop();
      if (resumeStep(this.runs.getState()) === null) this.runs.setState(noResults);
    }
    this.trains = true;
    await this.attempt(() => this.callLoaded((lab) => lab.training.train()));
  }

  async pause(): Promise<void> {
    this.trains = false;
    if (this.loaded) await this.attempt(() => this.callLoaded((lab) => lab.training.pause()));
  }

  /** One step of every run; none while they train. */
  async step(): Promise<void> {
    if (this.trains) return;
    await this.attempt(() => this.callLoaded((lab) => lab.training.step()));
  }

  toggle(): Promise<void> {
    return this.runs.getState().state === 'training' ? this.pause() : this.train();
  }

  /** Resumes a run whose loss diverged from its last checkpoint at half its learning rate, and trains. */
  resumeAtHalfRate(runId: string): Promise<void> {
    return this.attempt(async () => {
      await this.callLoaded((lab) => lab.training.resumeAtHalfRate(runId));
      this.trains = true;
      await this.callLoaded((lab) => lab.training.train());
    });
  }

  /** Starts every run over with another experiment, and trains. */
  async startOver(change: Transition): Promise<void> {
    if (this.document.experiment.getState().update(change)) await this.train();
  }

  /** Takes a checkpoint of what is loaded; resolves when it is in the store. */
  async checkpoint(): Promise<void> {
    if (this.loaded) await this.attempt(() => this.callLoaded((lab) => lab.training.checkpoint()));
  }

  /** Back to the untrained models. */
  async reset(): Promise<void> {
    clearTimeout(this.restart);
    this.trains = false;
    this.drop();
    this.runs.setState(noResults);
    await this.attempt(() => this.client.call((lab) => lab.training.unload()));
  }

  /**
   * Answers these evaluations for every run and baseline; outcomes go to the store as they come. Rejects with a message
   * for the reader where it cannot; undefined where an edit or a reset came between.
   */
  async evaluate(
    evals: string[],
    onProgress: (progress: Extract<EvaluationEvent, { type: 'progress' }>) => void,
  ): Promise<'done' | 'stopped' | undefined> {
    const mine = ++this.evaluations;
    return this.callLoaded<'done' | 'stopped'>(async (lab) => {
      if (mine !== this.evaluations) return 'stopped';
      const asked = this.loaded;
      const onEvent = proxy((event: EvaluationEvent) => {
        if (asked !== this.loaded) return;
        if (event.type === 'progress') onProgress(event);
        else this.runs.setState((results) => reduceOutcome(results, event));
      });
      return (await lab.evaluation.run(evals, onEvent)) ? 'done' : 'stopped';
    });
  }

  async cancelEvaluate(): Promise<void> {
    this.evaluations++;
    await this.attempt(() => this.client.call((lab) => lab.evaluation.cancel()));
  }

  /** Resolves when the text is written or stopped; rejects with a message for the reader where it cannot. */
  async generate(request: GenerateRequest, onText: (piece: string, step: number) => void): Promise<void> {
    const mine = ++this.generations;
    await this.callLoaded(async (lab) => {
      if (mine === this.generations) await lab.generation.run(request, proxy(onText));
    });
  }

  async cancelGenerate(): Promise<void> {
    this.generations++;
    await this.attempt(() => this.client.call((lab) => lab.generation.cancel()));
  }

  /** A run's files as a zip archive; undefined where an edit or a reset came between. */
  zipRun(runId: string, kind: ExportKind, folder: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.callLoaded((lab) => lab.files.zipRun(runId, kind, folder));
  }

  /** The page's document as one file. Training pauses meanwhile, so that curves and weights are of the same step. */
  async saveBundle(): Promise<Uint8Array<ArrayBuffer>> {
    const resumes = this.trains;
    await this.pause();
    await this.untilQuiet();
    const file = await this.client.call((lab) =>
      lab.files.writeBundle(pageDocument(this.document, this.runs.getState())),
    );
    if (resumes) void this.train();
    return file;
  }

  /** Reads such a file, and changes nothing. @param name what a refusal calls it */
  readBundle(file: Blob, name: string): Promise<LabDocument> {
    return this.client.call((lab) => lab.files.readBundle(file, name));
  }

  /** Replaces everything on the page, and loads its checkpoints. Rejects with a message for the reader where it cannot. */
  async openBundle(opened: LabDocument): Promise<void> {
    // First, so that what is opened is not taken for an edit of what was trained.
    await this.reset();
    showDocument(this.document, this.runs, opened);
    if (Object.keys(opened.checkpoints).length > 0) this.loaded = this.load();
    await this.loaded?.ready;
  }

  private experimentChanged(): void {
    const { trains } = this;
    if (this.loaded || trains || this.runs.getState().state !== 'empty') void this.reset();
    if (!trains) return;
    this.trains = true;
    this.runs.setState({ state: 'loading' });
    this.restart = setTimeout(() => void this.train(), restartDelay);
  }

  private load(): Loaded {
    const current = this.document.experiment.getState();
    const resume = this.takeResume();
    this.runs.setState({ state: 'loading' });
    const mine: Loaded = { ready: Promise.resolve(), overtaken: false, crash: null };
    const onEvent = proxy((event: RunEvent) => {
      if (mine === this.loaded) this.hear(event);
    });
    mine.ready = this.client
      .call((lab) =>
        Promise.all([
          lab.training.load(current.experiment, trainedText(current), onEvent, resume),
          lab.device.backend(),
        ]),
      )
      .then(
        ([info, backend]) => {
          if (mine !== this.loaded) return;
          this.runs.setState({ info, backend });
          if (this.runs.getState().textWaits) void this.text.describe();
          this.wantProbe();
        },
        (error) => {
          if (mine === this.loaded) {
            this.loaded = null;
            this.fail(error);
          }
          throw error;
        },
      );
    return mine;
  }

  /** The checkpoints to resume from, with the curves rewound to them; null, and no curves, where there are none. */
  private takeResume(): Resume | null {
    const { checkpoints, failures } = this.runs.getState();
    if (Object.keys({ ...checkpoints, ...failures }).length === 0) {
      this.runs.setState(noResults);
      return null;
    }
    this.runs.setState(rewindToCheckpoints);
    return { checkpoints, failed: Object.keys(failures) };
  }

  private hear(event: RunEvent): void {
    this.runs.setState((results) => reduceRunEvent(results, event));
    const notice = noticeOfEvent(event);
    if (notice) this.notices.say(notice);
    if (event.type === 'state' && event.state === 'training') this.trains = true;
    if (event.type === 'state' && ['paused', 'finished', 'failed'].includes(event.state)) this.trains = false;
    if (event.type === 'losses' || event.type === 'state') this.wantProbe();
  }

  /** Loads the experiment where that is not done, then calls. undefined where an edit or a reset came between. */
  private async callLoaded<T>(question: (lab: LabWorker) => Promise<T>): Promise<T | undefined> {
    this.loaded ??= this.load();
    const mine = this.loaded;
    try {
      await mine.ready;
      if (mine.overtaken) return undefined;
      if (mine.crash) throw new Error(mine.crash);
      const answer = await this.client.call(question);
      return mine.overtaken ? undefined : answer;
    } catch (error) {
      if (mine.overtaken) return undefined;
      throw error;
    }
  }

  /** Awaits a call; its failure is told in the run bar. */
  private async attempt(call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.trains = false;
    const tooLarge = error instanceof Error && error.name === 'TooLarge';
    this.runs.setState({ state: 'failed', message: errorMessage(error), tooLarge, preparing: null });
  }

  private drop(): void {
    if (this.loaded) this.loaded.overtaken = true;
    this.loaded = null;
  }

  /** The worker is gone; a new one resumes from the checkpoints. @returns what is told to the calls under way */
  private crashed(message: string): string {
    clearTimeout(this.restart);
    const step = resumeStep(this.runs.getState());
    const wayOn =
      step === null
        ? 'Press Train to start anew.'
        : `The runs are kept as of step ${step}: press Resume to go on from there.`;
    const told = `${message} ${wayOn}`;
    if (this.loaded) this.loaded.crash = told;
    this.loaded = null;
    this.fail(told);
    return told;
  }

  /** Resolves once the worker has told all of a training that was paused. */
  private untilQuiet(): Promise<void> {
    const isQuiet = () => !['training', 'loading'].includes(this.runs.getState().state);
    return new Promise((resolve) => {
      if (isQuiet()) return resolve();
      const stop = this.runs.subscribe(() => {
        if (!isQuiet()) return;
        stop();
        resolve();
      });
    });
  }
}
