/**
 * Trains the document's experiment in the worker, and joins what else the page asks of it: evaluation, generation, files.
 * The only code of the page that tells the worker what to do.
 */
import type { Transition } from '../../experiment/edit';
import type { EngineSetting } from '../../runtime/protocol';
import { noResults, type Results, resumeStep } from '../../runtime/runReducer';
import type { PageDocument } from '../document/pageDocument';
import type { TrailStorage } from '../library/trailStore';
import { AblationStudy } from './ablationStudy';
import { CostMeasurement } from './costMeasurement';
import { type DeviceSpeedStore, watchDeviceSpeed } from './deviceSpeed';
import { DocumentFiles } from './documentFiles';
import { EditRestart } from './editRestart';
import type { EngineRequestStore } from './engineRequestStore';
import { EvaluationSchedule } from './evaluationSchedule';
import type { ExperimentText } from './experimentText';
import { watchProbe } from './probePolling';
import type { RecordingRace } from './recordingRace';
import { Replays } from './replays';
import { trainingOf, withState } from './resultsArchive';
import { type LifecycleOptions, RunLifecycle } from './runLifecycle';
import type { RunsStore } from './runsStore';
import { SweepEdits } from './sweepEdits';
import { SweepTraining } from './sweepTraining';
import { SwitchedParts } from './switchedParts';
import { Takes } from './takes';
import { TextGeneration } from './textGeneration';
import { trainingKey } from './trainingKey';

/** Training and its requests for one page. */
export class Session {
  readonly runs: RunsStore;
  readonly engineRequest: EngineRequestStore;
  readonly text: ExperimentText;
  readonly evaluation: EvaluationSchedule;
  readonly generation: TextGeneration;
  readonly files: DocumentFiles;
  readonly edits: EditRestart;
  readonly takes: Takes;
  readonly speed: DeviceSpeedStore;
  readonly race: RecordingRace;
  readonly costs: CostMeasurement;
  readonly ablation: AblationStudy;
  readonly switchedParts: SwitchedParts;
  readonly sweeps: SweepTraining;
  readonly sweepEdits: SweepEdits;
  readonly replays: Replays;
  private readonly document: PageDocument;
  private readonly lifecycle: RunLifecycle;

  /** Watches the document from now on. The worker is started by the first call that needs it. */
  constructor(options: LifecycleOptions) {
    const { document } = options;
    const lifecycle = new RunLifecycle(options);
    this.document = document;
    this.lifecycle = lifecycle;
    this.runs = lifecycle.runs;
    this.engineRequest = lifecycle.engineRequest;
    this.text = lifecycle.text;
    this.race = lifecycle.race;
    this.evaluation = new EvaluationSchedule(document.experiment, lifecycle);
    this.edits = new EditRestart(document.experiment, lifecycle, this);
    this.takes = new Takes(document, this.edits.archive);
    this.files = new DocumentFiles(document, lifecycle, this, this.takes, options.notices);
    watchProbe(document, lifecycle);
    this.replays = new Replays(document, lifecycle);
    this.generation = new TextGeneration(lifecycle, this.replays);
    this.speed = watchDeviceSpeed(document, lifecycle);
    this.costs = new CostMeasurement(lifecycle);
    this.ablation = new AblationStudy(lifecycle, this.replays);
    this.switchedParts = new SwitchedParts(lifecycle, this.replays);
    this.sweepEdits = new SweepEdits(document);
    this.sweeps = new SweepTraining(document, lifecycle, this.speed);
  }

  /** Where checkpoints along the way are kept from now on; null for nowhere. Those of trainings that the page no longer has are deleted. */
  keepTrail(storage: TrailStorage | null): void {
    const { experiment, ownText } = this.document.experiment.getState();
    const now = { experiment, ownText };
    const archived = this.edits.archive.state.getState().archived;
    const known = [
      ...experiment.runs.map((run) => trainingKey(trainingOf(now, run))),
      ...archived.map(({ training }) => trainingKey(training)),
    ];
    void this.lifecycle.trail.open(storage, new Set(known));
  }

  /** Starts the worker, asks what it computes on and what the text is made of, and has sweeps go on. Never rejects. */
  async open(): Promise<void> {
    if (!this.runs.getState().textWaits) void this.text.describe();
    await this.startEngine();
    void this.sweeps.goOn();
  }

  /** Has every run train on another engine, from where it stands. Never rejects. */
  async trainOn(setting: EngineSetting): Promise<void> {
    const { lifecycle, engineRequest } = this;
    const { trains } = lifecycle;
    await (trains ? this.pause() : this.checkpoint());
    lifecycle.supersede();
    engineRequest.setState({ setting, webgpuFailure: null });
    await lifecycle.attempt(() => lifecycle.client.call((lab) => lab.training.unload()));
    await (trains ? this.train() : this.startEngine());
  }

  private startEngine(): Promise<void> {
    return this.lifecycle.attempt(async () => {
      const request = this.engineRequest.getState();
      this.runs.setState({ engine: await this.lifecycle.client.call((lab) => lab.device.engine(request)) });
    });
  }

  /**
   * Trains every run to its end, from where it stands; what has failed is tried again, from the start where no run can
   * resume. Resolves when training has begun; as with all that follow, a failure is told by the state of the runs.
   */
  async train(): Promise<void> {
    this.edits.cancel();
    if (this.runs.getState().state === 'failed') {
      this.lifecycle.supersede();
      if (resumeStep(this.runs.getState()) === null) this.runs.setState(noResults);
    }
    this.lifecycle.trains = true;
    await this.lifecycle.attempt(() => this.lifecycle.call((lab) => lab.training.train()));
  }

  /** Pauses every run; resolves when the step in progress is done and its checkpoint is in the store. */
  async pause(): Promise<void> {
    this.lifecycle.trains = false;
    if (!this.lifecycle.load) return;
    await this.lifecycle.attempt(() => this.lifecycle.call((lab) => lab.training.pause()));
  }

  /** Trains one step of every run; none while they train. */
  async step(): Promise<void> {
    if (this.lifecycle.trains) return;
    await this.lifecycle.attempt(() => this.lifecycle.call((lab) => lab.training.step()));
  }

  /** Pauses what trains, else trains. */
  toggle(): Promise<void> {
    return this.runs.getState().state === 'training' ? this.pause() : this.train();
  }

  /** Resumes a run whose loss diverged from its last checkpoint at half its learning rate, and trains. */
  resumeAtHalfRate(runId: string): Promise<void> {
    const { lifecycle } = this;
    return lifecycle.attempt(async () => {
      await lifecycle.call((lab) => lab.training.resumeAtHalfRate(runId));
      lifecycle.trains = true;
      await lifecycle.call((lab) => lab.training.train());
    });
  }

  /** Starts every run over with another experiment, and trains. */
  async startOver(change: Transition): Promise<void> {
    if (this.document.experiment.getState().update(change)) await this.train();
  }

  /** Takes a checkpoint of what is loaded; resolves when it is in the store. */
  async checkpoint(): Promise<void> {
    if (!this.lifecycle.load) return;
    await this.lifecycle.attempt(() => this.lifecycle.call((lab) => lab.training.checkpoint()));
  }

  /** Shows results that the edited experiment had before, of which nothing trains. */
  restore(results: Results): Promise<void> {
    const { experiment } = this.document.experiment.getState();
    if (this.runs.getState().recorded) this.race.begin(experiment);
    const unloaded = this.empty();
    this.runs.setState(withState(results, experiment));
    return unloaded;
  }

  /** Resets every run and forgets all that was learned before, as another experiment takes the page; resolves as `reset` does. */
  clear(): Promise<void> {
    this.edits.archive.clear();
    this.race.clear();
    this.ablation.clear();
    this.switchedParts.clear();
    void this.sweeps.clear();
    return this.empty();
  }

  /**
   * Resets every run to its untrained model, at once on the page, which shows the recording again that they were trained against; resolves
   * when the worker has freed the trained ones.
   */
  reset(): Promise<void> {
    const emptied = this.empty();
    this.race.giveBack(this.document.experiment.getState().experiment);
    return emptied;
  }

  private async empty(): Promise<void> {
    this.edits.cancel();
    this.lifecycle.trains = false;
    this.lifecycle.supersede();
    this.runs.setState(noResults);
    const { client } = this.lifecycle;
    // A page that is opening has no worker yet, and would wait for one.
    if (client.isOpen) await this.lifecycle.attempt(() => client.call((lab) => lab.training.unload()));
  }
}
