/** Trains many runs, a few at a time, and keeps a few numbers of each: no more models live than train. */
import { range, sumBy } from 'es-toolkit';
import { type Experiment, type Run, totalSteps } from '../experiment/schema';
import { words } from '../format/words';
import type { SweepEvent } from './protocol';
import type { Race } from './race';
import type { RaceEvent } from './raceEvents';
import type { RaceWatch } from './raceWatch';
import { RunClock } from './runClock';
import { noResults, type Results, reduceRunEvent } from './runReducer';
import { sweepResultOf } from './sweepResult';

/** Least time between two progress events, in milliseconds. */
const progressInterval = 250;

interface QueueOptions {
  experiment: Experiment;
  runs: readonly Run[];
  /** How many train at the same time. */
  atATime: number;
  /** Makes the race of one run, ready for its first step. */
  makeRace(run: Run, onEvent: (event: RaceEvent) => void): Promise<Race>;
  onEvent(event: SweepEvent): void | Promise<void>;
  /** It waits while others train. */
  others: RaceWatch;
}

/** A run under way. */
interface Lane {
  run: Run;
  /** null until it is made. */
  race: Race | null;
  step: number;
  clock: RunClock;
  /** Ends the run without a result. */
  leave(): void;
}

/** One queue; it begins with `run`. */
export class RunQueue {
  private readonly waiting: Run[];
  private readonly lanes = new Set<Lane>();
  private paused = false;
  private stopped = false;
  private failure: Error | null = null;
  /** Called once nothing holds it any more, or it ends. */
  private readonly released = new Set<() => void>();
  private toldAt = Number.NEGATIVE_INFINITY;
  /** Steps taken and milliseconds of it, while it trained. */
  private readonly pace = { steps: 0, milliseconds: 0, since: 0 };
  /** Whether the time since then is one of waiting. */
  private held = false;

  constructor(private readonly options: QueueOptions) {
    this.waiting = [...options.runs];
  }

  /** Trains every run. Rejects where the device fails. @returns whether it came to its end */
  async run(): Promise<boolean> {
    const endWatch = this.options.others.listen(() => void this.hold());
    this.pace.since = performance.now();
    this.held = this.waits !== null;
    this.tell();
    try {
      await Promise.all(range(this.options.atATime).map(() => this.trainInTurn()));
    } finally {
      endWatch();
    }
    if (this.failure) throw this.failure;
    return !this.stopped;
  }

  /** Resolves when no run takes a step any more. */
  async pause(): Promise<void> {
    this.paused = true;
    await this.hold();
  }

  resume(): void {
    this.paused = false;
    void this.hold();
  }

  /** Leaves a run out; nothing where it is done, or none of the queue's. */
  skip(runId: string): void {
    const at = this.waiting.findIndex(({ id }) => id === runId);
    if (at >= 0) this.waiting.splice(at, 1);
    for (const lane of this.lanes) if (lane.run.id === runId) lane.leave();
    this.tell();
  }

  /** Ends it: `run` resolves once every model is freed. */
  stop(): void {
    this.stopped = true;
    this.end();
  }

  /** Ends it for a failure of the device. */
  abort(error: Error): void {
    this.failure ??= error;
    this.end();
  }

  private end(): void {
    this.waiting.length = 0;
    for (const lane of this.lanes) lane.leave();
    this.release();
  }

  private get waits(): 'paused' | 'race' | null {
    if (this.paused) return 'paused';
    return this.options.others.busy ? 'race' : null;
  }

  /** Pauses every run, or has them go on, as it now is. */
  private async hold(): Promise<void> {
    this.notePace();
    const { waits } = this;
    this.held = waits !== null;
    if (waits) for (const { clock } of this.lanes) clock.standStill();
    const races = [...this.lanes].flatMap(({ race }) => race ?? []);
    this.tell();
    if (!waits) {
      this.release();
      for (const race of races) race.start();
    } else await Promise.all(races.map((race) => race.pause()));
  }

  private release(): void {
    for (const go of this.released) go();
    this.released.clear();
  }

  private async untilReleased(): Promise<void> {
    while (this.waits && this.waiting.length > 0) await new Promise<void>((go) => this.released.add(go));
  }

  private async trainInTurn(): Promise<void> {
    for (;;) {
      await this.untilReleased();
      const run = this.waiting.shift();
      if (!run) return;
      try {
        await this.train(run);
      } catch (error) {
        this.abort(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  private async train(run: Run): Promise<void> {
    let results: Results = noResults;
    let left = false;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const leave = () => {
      left = true;
      end();
    };
    const lane: Lane = { run, race: null, step: 0, clock: new RunClock(), leave };
    this.lanes.add(lane);
    try {
      lane.race = await this.options.makeRace(run, (event) => {
        // Weights are no part of what is kept.
        if (event.type !== 'checkpoint') results = reduceRunEvent(results, event);
        if (event.type === 'losses') this.noteSteps(lane, event.points.length);
        if (event.type === 'state' && (event.state === 'finished' || event.state === 'failed')) end();
      });
      this.tell();
      if (!this.waits && !left) lane.race.start();
      await ended;
    } finally {
      await lane.race?.dispose();
      this.lanes.delete(lane);
    }
    if (left) return;
    // A loss that is no number is a result; a device that fails is none.
    if (results.state === 'failed' && !results.failures[run.id])
      throw new Error(results.message ?? words('training.silent', 'The training stopped without a word.'));
    const { experiment, atATime, onEvent } = this.options;
    const timing = lane.clock.end(experiment, atATime);
    await onEvent({ type: 'result', result: sweepResultOf(run, results), timing });
    this.tell();
  }

  private noteSteps(lane: Lane, steps: number): void {
    lane.step += steps;
    this.pace.steps += steps;
    lane.clock.read(lane.step);
    if (performance.now() - this.toldAt >= progressInterval) this.tell();
  }

  /** Counts the time since the last note, unless it waited. */
  private notePace(): void {
    const now = performance.now();
    if (!this.held) this.pace.milliseconds += now - this.pace.since;
    this.pace.since = now;
  }

  private tell(): void {
    this.notePace();
    this.toldAt = performance.now();
    const running = [...this.lanes].map(({ run, step }) => ({ runId: run.id, step }));
    const whole = totalSteps(this.options.experiment);
    const stepsLeft = this.waiting.length * whole + sumBy(running, ({ step }) => whole - step);
    const { steps, milliseconds } = this.pace;
    // Before, most of the time went into the start.
    const isPaceKnown = steps >= whole || running.some(({ step }) => step >= whole / 2);
    const secondsLeft = isPaceKnown ? (stepsLeft * milliseconds) / steps / 1000 : null;
    void this.options.onEvent({ type: 'progress', running, secondsLeft, waits: this.waits });
  }
}
