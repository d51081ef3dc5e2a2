/**
 * Trains the runs of an experiment in turn, a step each, so that their curves race side by side. Losses stay on the
 * device and are read back in batches.
 */
import type { DataSource } from '../data/source';
import type { Experiment } from '../experiment/schema';
import { compileAll } from '../ops';
import { Trainer } from '../train/trainer';
import { nextTask } from './nextTask';
import type { LossPoint, Resume, RunEvent } from './protocol';

/** About how long the page waits for new points, in milliseconds. */
const readInterval = 120;
/** Never queue more rounds than this on the device before reading. */
const maxRoundsPerRead = 32;

interface Lane {
  runId: string;
  trainer: Trainer;
  /** Steps at which validation was taken. */
  validatedAt: number;
  failed: boolean;
}

export class Race {
  private readonly lanes: Lane[] = [];
  /** The loop of rounds is under way; it ends where no rounds are left. */
  private running = false;
  private disposed = false;
  private loop: Promise<void> = Promise.resolve();
  /** Rounds still to go before it pauses. */
  private roundsLeft = 0;
  private roundsPerRead = 1;

  constructor(
    private readonly experiment: Experiment,
    source: DataSource,
    private readonly emit: (event: RunEvent) => void,
    resume: Resume | null = null,
  ) {
    for (const run of experiment.runs) {
      const { [run.id]: from } = resume?.checkpoints ?? {};
      const trainer = new Trainer(experiment, run, source, { from });
      const failed = resume?.failed.includes(run.id) ?? false;
      this.lanes.push({ runId: run.id, trainer, validatedAt: from?.steps ?? -1, failed });
    }
  }

  /** Compiles the kernels of every run, all at once, and records their steps. @param onProgress how many are compiled */
  async prepare(onProgress: (done: number, total: number) => void): Promise<void> {
    await compileAll(() => {
      for (const { trainer } of this.lanes) trainer.rehearse();
    }, onProgress);
    await Promise.all(this.lanes.map(({ trainer }) => trainer.prepare()));
  }

  trainer(runId: string): Trainer {
    const lane = this.lanes.find((l) => l.runId === runId);
    if (!lane) throw new Error('This run is not loaded; press Train or Step once.');
    return lane.trainer;
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

  /** Resolves when the step in progress is done and read. */
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

  /** Ends the training and frees every model. */
  async dispose(): Promise<void> {
    await this.pause();
    if (this.disposed) return;
    this.disposed = true;
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
      while (this.roundsLeft > 0 && !this.done) {
        const started = performance.now();
        const stepsBefore = this.stepsTaken;
        const batch = Math.min(this.roundsLeft, this.roundsPerRead);
        for (let i = 0; i < batch && this.roundsLeft > 0 && !this.done; i++) {
          for (const lane of this.live) this.advance(lane);
          this.roundsLeft--;
          await nextTask();
          if (this.validationIsDue) break;
        }
        await Promise.all(this.lanes.map((lane) => this.readBack(lane)));
        this.report(this.stepsTaken - stepsBefore, (performance.now() - started) / 1000);
        await this.validateWhereDue();
      }
      this.end();
      this.emit({ type: 'state', state: this.endState });
    } catch (error) {
      this.end();
      this.emit({
        type: 'state',
        state: 'failed',
        message: error instanceof Error ? error.message : String(error),
      });
    }
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
    const points: LossPoint[] = await lane.trainer.readLosses();
    const broken = points.findIndex((p) => !Number.isFinite(p.loss) || !Number.isFinite(p.gradNorm));
    const good = broken < 0 ? points : points.slice(0, broken);
    if (good.length > 0) this.emit({ type: 'losses', runId: lane.runId, points: good });
    if (broken >= 0) this.fail(lane, (points[broken] as LossPoint).step);
  }

  private fail(lane: Lane, step: number): void {
    lane.failed = true;
    this.emit({
      type: 'runFailed',
      runId: lane.runId,
      step,
      message: `The loss was no longer a number at step ${step}, so this run stopped. Lower the learning rate or switch QK-norm on.`,
    });
  }

  private report(steps: number, seconds: number): void {
    const { batch, model, steps: total } = this.experiment;
    const roundSeconds = seconds / Math.max(1, steps / Math.max(1, this.live.length));
    this.roundsPerRead = Math.min(
      maxRoundsPerRead,
      Math.max(1, Math.round(readInterval / 1000 / roundSeconds)),
    );
    this.emit({
      type: 'progress',
      step: this.step,
      steps: total,
      tokensPerSecond: (steps * batch * model.context) / seconds,
      secondsLeft: steps > 0 ? (total - this.step) * roundSeconds : null,
    });
  }

  private get validationIsDue(): boolean {
    return this.live.some((lane) => this.isDue(lane));
  }

  private isDue(lane: Lane): boolean {
    const { steps } = lane.trainer;
    const atInterval = steps % this.experiment.evalInterval === 0 || steps >= this.experiment.steps;
    return atInterval && steps > lane.validatedAt;
  }

  private async validateWhereDue(): Promise<void> {
    for (const lane of this.live) {
      if (!this.isDue(lane)) continue;
      const step = lane.trainer.steps;
      lane.validatedAt = step;
      const measured = await lane.trainer.measure();
      if (Number.isFinite(measured.loss))
        this.emit({ type: 'validation', runId: lane.runId, point: { step, ...measured } });
    }
  }
}
