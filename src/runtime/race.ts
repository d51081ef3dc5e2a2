/**
 * Trains the runs of an experiment in turn, a step each, so that their curves race side by side. Losses stay on the
 * device and are read back in batches; checkpoints are taken now and then, while training continues.
 */
import { sumBy } from 'es-toolkit';
import type { DataSource } from '../data/source';
import type { Engine } from '../engine/engine';
import { memoryError, TooLarge } from '../engine/errors';
import { type Experiment, totalSteps } from '../experiment/schema';
import { isolated } from '../format/visible';
import { words } from '../format/words';
import type { Checkpoint } from '../train/checkpoint';
import { type StepLoss, Trainer } from '../train/trainer';
import { isValidationStep } from './captureSteps';
import { type CaptureProbe, Captures } from './captures';
import { explainDivergence } from './explainDivergence';
import { nextTask } from './nextTask';
import type { RaceEvent, RaceResume } from './raceEvents';
import { RunState } from './runState';
import { Throughput } from './throughput';

/** Trains runs until they are done, paused or failed; emits what happens. */
export class Race {
  private readonly runStates: RunState[] = [];
  /** The loop of rounds is under way; it ends where no rounds are left. */
  private running = false;
  private disposed = false;
  private loop: Promise<void> = Promise.resolve();
  /** Rounds still to go before it pauses. */
  private roundsLeft = 0;
  private readonly throughput: Throughput;
  /** When the steps that are read next began, in milliseconds of performance.now(). */
  private stepsBegan = 0;
  private readonly captures: Captures;
  /** Why no run can train: the device is lost, or refused a part of the experiment. */
  private deviceFailure: Error | null = null;
  /** Settles with the checkpoint being read. */
  private checkpointing: Promise<void> = Promise.resolve();
  /** Settles with the losses being read. */
  private reading: Promise<void> = Promise.resolve();
  /** Settles when it is known in which layer the last run diverged. */
  private explaining: Promise<unknown> = Promise.resolve();

  /**
   * @param emit hears the events; of a checkpoint it is awaited
   * @param resume checkpoints to resume from; without it the runs start
   * @param probe what runs are captured with; without it they are not
   * @param starts what branches begin from, by run id
   * @throws Error for the reader where one is of another model
   */
  constructor(
    private readonly engine: Engine,
    private readonly experiment: Experiment,
    private readonly source: DataSource,
    private readonly emit: (event: RaceEvent) => void | Promise<void>,
    resume: RaceResume | null = null,
    probe: CaptureProbe | null = null,
    starts: Readonly<Record<string, Checkpoint>> = {},
  ) {
    this.throughput = new Throughput(experiment);
    this.captures = new Captures(experiment, probe, emit);
    try {
      for (const run of experiment.runs) {
        const { [run.id]: from } = resume?.checkpoints ?? {};
        const { [run.id]: start } = starts;
        const make = (from: Checkpoint | undefined = start, rateFactor?: number) =>
          new Trainer(engine, experiment, run, source, { from, rateFactor });
        this.runStates.push(new RunState(run, make, from, resume?.failed.includes(run.id) ?? false));
      }
    } catch (error) {
      for (const { trainer } of this.runStates) trainer.dispose();
      throw error;
    }
  }

  /** Prepares every run's first step. @param onProgress parts that are done, of all */
  async prepare(onProgress: (done: number, total: number) => void): Promise<void> {
    await this.engine.prepare(
      this.live.map(({ trainer }) => trainer.model),
      onProgress,
    );
  }

  /**
   * Gets a run's trainer, which is another after the run failed or resumed.
   * @throws Error for the reader where there is no such run
   */
  trainer(runId: string): Trainer {
    return this.runState(runId).trainer;
  }

  /**
   * Makes another trainer of a run, from a checkpoint or from the start; the caller disposes it.
   * @throws Error for the reader where there is no such run, the checkpoint is of another model, or a branch has none
   */
  trainerFrom(runId: string, from: Checkpoint | undefined, rateFactor: number): Trainer {
    const { run } = this.runState(runId);
    // A branch has no steps of its own before the one that it begins at.
    if (run.branchOf && !from)
      throw new Error(
        words(
          'training.beforeBranch',
          '“{{run}}” is a branch, and nothing is kept of it before that moment. Choose a later one.',
          { run: isolated(run.name) },
        ),
      );
    return new Trainer(this.engine, this.experiment, run, this.source, { from, rateFactor });
  }

  private runState(runId: string): RunState {
    const found = this.runStates.find((state) => state.runId === runId);
    if (!found)
      throw new Error(words('training.runNotLoaded', 'This run is not loaded; press Train or Step once.'));
    return found;
  }

  /** Steps taken by the run that has taken fewest, of those that have not failed. */
  get step(): number {
    const live = this.live;
    return Math.min(...(live.length > 0 ? live : this.runStates).map((state) => state.trainer.steps));
  }

  /** Whether steps are being taken. */
  get isTraining(): boolean {
    return this.running;
  }

  private get live(): RunState[] {
    return this.runStates.filter(({ failed }) => !failed);
  }

  /** Runs that take the next step: all of them, or those that have taken fewer, until they have caught up. */
  private get behind(): RunState[] {
    const { step } = this;
    return step < totalSteps(this.experiment)
      ? this.live.filter(({ trainer }) => trainer.steps === step)
      : [];
  }

  /** Steps that the runs have still to take, over all of them. */
  private get stepsLeft(): number {
    return sumBy(this.live, ({ trainer }) => Math.max(0, totalSteps(this.experiment) - trainer.steps));
  }

  private get done(): boolean {
    return this.live.every((state) => state.trainer.steps >= totalSteps(this.experiment));
  }

  /** Trains until every run is done, also from the middle of a single step or of a pause. */
  start(): void {
    if (this.disposed || this.roundsLeft === Number.POSITIVE_INFINITY) return;
    this.emit({ type: 'state', state: 'training' });
    this.begin(Number.POSITIVE_INFINITY);
  }

  /** Resolves when the step in progress is done and read, and a checkpoint is taken. */
  async pause(): Promise<void> {
    this.roundsLeft = 0;
    await this.loop;
  }

  /** One step of every run, then paused; none while it trains, or where a `start` comes meanwhile. */
  async stepOnce(): Promise<void> {
    if (this.roundsLeft === Number.POSITIVE_INFINITY) return;
    await this.pause();
    if (this.disposed || this.running) return;
    this.begin(1);
    await this.loop;
  }

  /** Ends the training of every run. @param error why the device cannot compute it */
  abort(error: Error): void {
    if (this.disposed || this.deviceFailure) return;
    this.deviceFailure = error;
    this.roundsLeft = 0;
    if (!this.running) this.emitFailure(error);
  }

  /** Resumes a run that diverged from its last checkpoint, at half its learning rate. Rejects where there is no such run. */
  async resumeAtHalfRate(runId: string): Promise<void> {
    const state = this.runState(runId);
    await this.explaining;
    if (this.disposed || !state.failed) return;
    const checkpoint = state.resumeAtHalfRate();
    const { steps: step, rateFactor } = state.trainer;
    this.emit({ type: 'rewound', runId, step, rateFactor });
    if (checkpoint) await this.emit({ type: 'checkpoint', checkpoints: { [runId]: checkpoint } });
  }

  /** Emits a checkpoint of every run; resolves when it was received. Training continues meanwhile. */
  checkpoint(): Promise<void> {
    this.checkpointing = this.checkpointing.then(async () => {
      if (this.deviceFailure || this.disposed) return;
      const began = performance.now();
      const checkpoints: Record<string, Checkpoint> = {};
      const each = this.live.map(async (state) => {
        const checkpoint = await state.checkpoint();
        if (checkpoint) checkpoints[state.runId] = checkpoint;
      });
      await Promise.all(each);
      // Emit the losses up to the checkpoint first: a resume from it restores no others.
      await this.readLosses();
      if (Object.keys(checkpoints).length > 0) await this.emit({ type: 'checkpoint', checkpoints });
      this.throughput.noteCheckpoint(began);
    });
    // Callers await the promise that is returned and get its rejection; this one only keeps it from counting as unhandled.
    this.checkpointing.catch(() => {});
    return this.checkpointing;
  }

  /** Ends the training and frees every model. */
  async dispose(): Promise<void> {
    await this.pause();
    if (this.disposed) return;
    this.disposed = true;
    await Promise.allSettled([this.checkpointing, this.explaining]);
    for (const state of this.runStates) state.trainer.dispose();
  }

  private begin(rounds: number): void {
    this.roundsLeft = rounds;
    if (this.running) return;
    this.running = true;
    this.loop = this.run();
  }

  private async run(): Promise<void> {
    try {
      for (const state of this.live) this.captures.takeWhereDue(state);
      await this.validateWhereDue();
      do {
        await this.runRounds();
        if (!this.deviceFailure) await this.checkpoint();
        // Meanwhile it may have been started again.
      } while (this.roundsLeft > 0 && !this.done && !this.deviceFailure);
      this.end();
      if (this.deviceFailure) this.emitFailure(this.deviceFailure);
      else this.emit({ type: 'state', state: this.endState });
    } catch (error) {
      this.end();
      this.emitFailure(this.deviceFailure ?? memoryError(error));
    }
  }

  /** Trains for the rounds that are left. */
  private async runRounds(): Promise<void> {
    while (this.roundsLeft > 0 && !this.done) {
      const started = performance.now();
      this.stepsBegan = started;
      const stepsBefore = this.stepsTaken;
      const runs = this.behind.length;
      const batch = Math.min(this.roundsLeft, this.throughput.roundsPerRead);
      for (let i = 0; i < batch && this.roundsLeft > 0 && !this.done; i++) {
        for (const state of this.behind) {
          state.trainer.step(this.captures.measuresNext(state));
          this.captures.takeWhereDue(state);
        }
        this.roundsLeft--;
        await nextTask();
        if (this.validationIsDue) break;
      }
      await this.readLosses();
      await this.captures.settle();
      this.report(this.stepsTaken - stepsBefore, (performance.now() - started) / 1000, runs);
      if (this.deviceFailure) return;
      const validated = await this.validateWhereDue();
      if (this.throughput.checkpointIsDue(validated)) void this.checkpoint();
    }
  }

  private emitFailure(error: Error): void {
    const tooLarge = error instanceof TooLarge;
    this.emit({ type: 'state', state: 'failed', message: error.message, tooLarge });
  }

  private end(): void {
    this.running = false;
    this.roundsLeft = 0;
  }

  /** State of the runs while nothing is trained. */
  get endState(): 'failed' | 'finished' | 'paused' {
    if (this.live.length === 0) return 'failed';
    return this.done ? 'finished' : 'paused';
  }

  private get stepsTaken(): number {
    return sumBy(this.runStates, (state) => state.trainer.steps);
  }

  /** Emits the losses of every run that have gathered; reads follow one another, so that points come in order. */
  private readLosses(): Promise<void> {
    const read = async () => {
      await Promise.all(this.runStates.map((state) => this.readBack(state)));
      this.stepsBegan = performance.now();
    };
    this.reading = this.reading.then(read, read);
    return this.reading;
  }

  /** Reads the losses and gradient norms that have gathered, in one transfer. */
  private async readBack(state: RunState): Promise<void> {
    const { runId, trainer } = state;
    const points = await trainer.readLosses();
    const diverged = points.findIndex((p) => !Number.isFinite(p.loss) || !Number.isFinite(p.gradNorm));
    const finite = diverged < 0 ? points : points.slice(0, diverged);
    if (finite.length > 0)
      this.emit({
        type: 'losses',
        runId,
        points: finite.map(({ step, loss, gradNorm }) => ({ step, loss, gradNorm })),
        seconds: this.secondsOf(finite),
      });
    if (diverged >= 0) this.fail(state, (points[diverged] as StepLoss).step);
  }

  /** Seconds that a run trained for steps just read: as its engine timed them, or its share of the time since the last read. */
  private secondsOf(points: readonly StepLoss[]): number {
    const timed = points.every(({ seconds }) => seconds !== undefined);
    return timed
      ? sumBy(points, ({ seconds }) => seconds as number)
      : (performance.now() - this.stepsBegan) / 1000 / Math.max(1, this.live.length);
  }

  /** Stops one run and emits so, and again when it is known in which layer it diverged. The others train meanwhile. */
  private fail(state: RunState, step: number): void {
    state.fail();
    const { runId, lastCheckpoint } = state;
    const checkpointStep = lastCheckpoint?.steps ?? 0;
    const what = words(
      'training.diverged',
      'The loss was no longer a number at step {{step}}, so this run stopped.',
      { step },
    );
    this.emit({ type: 'runFailed', runId, step, checkpointStep, message: what });
    // It may be an earlier one than the page has.
    if (lastCheckpoint) this.emit({ type: 'checkpoint', checkpoints: { [runId]: lastCheckpoint } });
    const explained = this.explaining.then(async () => {
      const why = await explainDivergence(state, step, () => this.disposed || this.deviceFailure !== null);
      if (why && state.failed)
        this.emit({ type: 'runFailed', runId, step, checkpointStep, message: `${what} ${why}` });
    });
    this.explaining = explained.catch((error) => {
      // The failure of the search is told beside what is known.
      console.warn(error);
      const unknown = words('training.unexplained', 'Where it broke could not be found out.');
      const message = `${what} ${unknown}`;
      this.emit({ type: 'runFailed', runId, step, checkpointStep, message });
    });
  }

  private report(steps: number, seconds: number, runs: number): void {
    const slept = this.throughput.update(steps, seconds, runs);
    if (slept !== null) this.emit({ type: 'slept', seconds: slept });
    this.emit({ type: 'progress', step: this.step, ...this.throughput.rates(this.stepsLeft) });
  }

  private get validationIsDue(): boolean {
    return this.live.some((state) => this.isDue(state));
  }

  private isDue(state: RunState): boolean {
    const { steps } = state.trainer;
    return isValidationStep(steps, this.experiment) && steps > state.validatedAt;
  }

  /** @returns whether any was */
  private async validateWhereDue(): Promise<boolean> {
    const due = this.live.filter((state) => this.isDue(state));
    // At the same time, as runs on the processor have a worker each.
    const each = due.map(async (state) => {
      const step = state.trainer.steps;
      state.validatedAt = step;
      const validating = state.trainer.validate();
      this.captures.take(state, validating);
      const measured = await validating;
      if (Number.isFinite(measured.loss))
        this.emit({ type: 'validation', runId: state.runId, point: { step, ...measured } });
    });
    await Promise.all(each);
    await this.captures.settle();
    return due.length > 0;
  }
}
