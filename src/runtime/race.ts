/**
 * Trains the runs of an experiment in turn, a step each, so that their curves race side by side. Losses stay on the
 * device and are read back in batches; what training goes on from is kept now and then, while it goes on.
 */
import type { DataSource } from '../data/source';
import { compileAll } from '../device';
import type { Experiment } from '../experiment/schema';
import type { Checkpoint } from '../train/checkpoint';
import { Trainer } from '../train/trainer';
import { memoryError, TooLarge } from './deviceWatch';
import { explainBlowUp } from './divergence';
import { nextTask } from './nextTask';
import type { LossPoint, Resume, RunEvent } from './protocol';
import { Lane } from './runState';
import { Pace } from './throughput';

export class Race {
  private readonly lanes: Lane[] = [];
  /** The loop of rounds is under way; it ends where no rounds are left. */
  private running = false;
  private disposed = false;
  private loop: Promise<void> = Promise.resolve();
  /** Rounds still to go before it pauses. */
  private roundsLeft = 0;
  private readonly pace: Pace;
  /** Why the device can go on with none of the runs. */
  private broken: Error | null = null;
  /** Checkpoints being read, and runs whose end is being looked into. */
  private keeping: Promise<void> = Promise.resolve();
  private explaining: Promise<unknown> = Promise.resolve();

  /** @param resume what the runs go on from; without it they start */
  constructor(
    private readonly experiment: Experiment,
    source: DataSource,
    private readonly emit: (event: RunEvent) => void | Promise<void>,
    resume: Resume | null = null,
  ) {
    this.pace = new Pace(experiment);
    try {
      for (const run of experiment.runs) {
        const { [run.id]: from } = resume?.checkpoints ?? {};
        const make = (from?: Checkpoint, rateFactor?: number) =>
          new Trainer(experiment, run, source, { from, rateFactor });
        this.lanes.push(new Lane(run, make, from, resume?.failed.includes(run.id) ?? false));
      }
    } catch (error) {
      for (const { trainer } of this.lanes) trainer.dispose();
      throw error;
    }
  }

  /** Compiles the kernels of every run, all at once, and records their steps. @param onProgress how many are compiled */
  async prepare(onProgress: (done: number, total: number) => void): Promise<void> {
    await compileAll(() => {
      for (const { trainer } of this.lanes) trainer.rehearse();
    }, onProgress);
    await Promise.all(this.live.map(({ trainer }) => trainer.prepare()));
  }

  trainer(runId: string): Trainer {
    return this.lane(runId).trainer;
  }

  private lane(runId: string): Lane {
    const lane = this.lanes.find((l) => l.runId === runId);
    if (!lane) throw new Error('This run is not loaded; press Train or Step once.');
    return lane;
  }

  /** Steps every run that goes on has taken. */
  get step(): number {
    const live = this.live;
    return Math.min(...(live.length > 0 ? live : this.lanes).map((lane) => lane.trainer.steps));
  }

  private get live(): Lane[] {
    return this.lanes.filter((lane) => !lane.failed);
  }

  private get done(): boolean {
    return this.live.every((lane) => lane.trainer.steps >= this.experiment.steps);
  }

  /** Begins or goes on, also from the middle of a single step or of a pause. */
  start(): void {
    if (this.disposed || this.roundsLeft === Number.POSITIVE_INFINITY) return;
    this.emit({ type: 'state', state: 'training' });
    this.begin(Number.POSITIVE_INFINITY);
  }

  /** Resolves when the step in progress is done and read, and what training goes on from is kept. */
  async pause(): Promise<void> {
    this.roundsLeft = 0;
    await this.loop;
  }

  /** One step of every run; after a `start` that came meanwhile there is nothing left to do. */
  async single(): Promise<void> {
    await this.pause();
    if (this.disposed || this.running) return;
    this.begin(1);
    await this.loop;
  }

  /** Ends the training, as the device is beyond use or has no room for it. */
  break(error: Error): void {
    if (this.disposed || this.broken) return;
    this.broken = error;
    this.roundsLeft = 0;
    if (!this.running) this.emitBroken(error);
  }

  /** Lets a run whose loss was no longer a number go on from its last checkpoint, at half its learning rate. */
  async goOnGently(runId: string): Promise<void> {
    const lane = this.lane(runId);
    await this.explaining;
    if (this.disposed || !lane.failed) return;
    const checkpoint = lane.goOnGently();
    const { steps: step, rateFactor } = lane.trainer;
    this.emit({ type: 'rewound', runId, step, rateFactor });
    if (checkpoint) await this.emit({ type: 'checkpoint', checkpoints: { [runId]: checkpoint } });
  }

  /** Emits what every run goes on from now; resolves when it was heard. Training may go on meanwhile. */
  keep(): Promise<void> {
    this.keeping = this.keeping.then(async () => {
      if (this.broken || this.disposed) return;
      const began = performance.now();
      const checkpoints: Record<string, Checkpoint> = {};
      const each = this.live.map(async (lane) => {
        const checkpoint = await lane.keep();
        if (checkpoint) checkpoints[lane.runId] = checkpoint;
      });
      await Promise.all(each);
      if (Object.keys(checkpoints).length > 0) await this.emit({ type: 'checkpoint', checkpoints });
      this.pace.kept(began);
    });
    // Whoever waits is told what went wrong; the loop does, at its end.
    this.keeping.catch(() => {});
    return this.keeping;
  }

  /** Ends the training and frees every model. */
  async dispose(): Promise<void> {
    await this.pause();
    if (this.disposed) return;
    this.disposed = true;
    await Promise.allSettled([this.keeping, this.explaining]);
    for (const lane of this.lanes) lane.trainer.dispose();
  }

  private begin(rounds: number): void {
    this.roundsLeft = rounds;
    if (this.running) return;
    this.running = true;
    this.loop = this.run();
  }

  private async run(): Promise<void> {
    try {
      await this.validateWhereDue();
      do {
        await this.runRounds();
        if (!this.broken) await this.keep();
        // Meanwhile it may have been started again.
      } while (this.roundsLeft > 0 && !this.done && !this.broken);
      this.end();
      if (this.broken) this.emitBroken(this.broken);
      else this.emit({ type: 'state', state: this.endState });
    } catch (error) {
      this.end();
      this.emitBroken(this.broken ?? memoryError(error));
    }
  }

  /** Trains for the rounds that are left. */
  private async runRounds(): Promise<void> {
    while (this.roundsLeft > 0 && !this.done) {
      const started = performance.now();
      const stepsBefore = this.stepsTaken;
      const batch = Math.min(this.roundsLeft, this.pace.roundsPerRead);
      for (let i = 0; i < batch && this.roundsLeft > 0 && !this.done; i++) {
        for (const lane of this.live) this.advance(lane);
        this.roundsLeft--;
        await nextTask();
        if (this.validationIsDue) break;
      }
      await Promise.all(this.lanes.map((lane) => this.readBack(lane)));
      this.report(this.stepsTaken - stepsBefore, (performance.now() - started) / 1000);
      if (this.broken) return;
      const validated = await this.validateWhereDue();
      if (this.pace.keepIsDue(validated)) void this.keep();
    }
  }

  private emitBroken(error: Error): void {
    const tooLarge = error instanceof TooLarge;
    this.emit({ type: 'state', state: 'failed', message: error.message, tooLarge });
  }

  private end(): void {
    this.running = false;
    this.roundsLeft = 0;
  }

  /** How it stands while nothing is trained. */
  get endState(): 'failed' | 'finished' | 'paused' {
    if (this.live.length === 0) return 'failed';
    return this.done ? 'finished' : 'paused';
  }

  private get stepsTaken(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.trainer.steps, 0);
  }

  private advance(lane: Lane): void {
    if (lane.trainer.steps >= this.experiment.steps) return;
    lane.trainer.step();
  }

  /** Reads the losses and gradient norms that have gathered, in one transfer. */
  private async readBack(lane: Lane): Promise<void> {
    const { runId, trainer } = lane;
    const points: LossPoint[] = await trainer.readLosses();
    const broken = points.findIndex((p) => !Number.isFinite(p.loss) || !Number.isFinite(p.gradNorm));
    const good = broken < 0 ? points : points.slice(0, broken);
    if (good.length > 0) this.emit({ type: 'losses', runId, points: good });
    if (broken >= 0) this.fail(lane, (points[broken] as LossPoint).step);
  }

  /** Stops one run and says so, and again when it is known where it broke. The others go on meanwhile. */
  private fail(lane: Lane, step: number): void {
    lane.fail();
    const { runId, kept } = lane;
    const keptStep = kept?.steps ?? 0;
    const said = `The loss was no longer a number at step ${step}, so this run stopped.`;
    this.emit({ type: 'runFailed', runId, step, keptStep, message: said });
    // Which may be an earlier one than the page has.
    if (kept) this.emit({ type: 'checkpoint', checkpoints: { [runId]: kept } });
    const explained = this.explaining.then(async () => {
      const why = await explainBlowUp(lane, step, () => this.disposed || this.broken !== null);
      if (why && lane.failed)
        this.emit({ type: 'runFailed', runId, step, keptStep, message: `${said} ${why}` });
    });
    this.explaining = explained.catch((error) => {
      // What could not be found out is said beside what is known.
      const message = `${said} Where it broke could not be found out: ${memoryError(error).message}`;
      this.emit({ type: 'runFailed', runId, step, keptStep, message });
    });
  }

  private report(steps: number, seconds: number): void {
    const slept = this.pace.took(steps, seconds, this.live.length);
    if (slept !== null) this.emit({ type: 'slept', seconds: slept });
    this.emit({ type: 'progress', step: this.step, ...this.pace.rates(this.step) });
  }

  private get validationIsDue(): boolean {
    return this.live.some((lane) => this.isDue(lane));
  }

  private isDue(lane: Lane): boolean {
    const { steps } = lane.trainer;
    const atInterval = steps % this.experiment.evalInterval === 0 || steps >= this.experiment.steps;
    return atInterval && steps > lane.validatedAt;
  }

  /** @returns whether any was */
  private async validateWhereDue(): Promise<boolean> {
    const due = this.live.filter((lane) => this.isDue(lane));
    for (const lane of due) {
      const step = lane.trainer.steps;
      lane.validatedAt = step;
      const measured = await lane.trainer.measure();
      if (Number.isFinite(measured.loss))
        this.emit({ type: 'validation', runId: lane.runId, point: { step, ...measured } });
    }
    return due.length > 0;
  }
}
