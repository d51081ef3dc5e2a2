/** Measures how fast a race trains: rounds per read-back, time left, and when a checkpoint is due. */
import { clamp } from 'es-toolkit';
import { type Experiment, totalSteps } from '../experiment/schema';

/** Aimed time between two read-backs of losses, in milliseconds. */
const readInterval = 120;
/** Most rounds queued on the device before a read-back: so far apart runs may be told to be that are not. */
export const maxRoundsPerRead = 32;
/** A checkpoint is due after a validation, and at least so often, in milliseconds … */
const checkpointInterval = 10_000;
/** … the first one so soon after the start, in milliseconds … */
const firstCheckpoint = 2000;
/** … but checkpoints take at most this share of the time. */
const checkpointShare = 1 / 20;
/** A read-back whose rounds take so many times as long as before, and so many seconds, means that the computer slept. */
const sleepFactor = 20;
const sleepSeconds = 60;

/** Rates of one race. */
export class Throughput {
  roundsPerRead = 1;
  private roundSeconds: number | null = null;
  /** Of one step of one run. */
  private stepSeconds = 0;
  private tokensPerSecond = 0;
  private stalled = true;
  private checkpointedAt = performance.now();
  /** Milliseconds that the last checkpoint took; 0 before the first. */
  private checkpointCost = 0;

  constructor(private readonly experiment: Experiment) {}

  /**
   * Updates the rates by the steps since the last read-back.
   * @param steps over all runs
   * @param seconds they took
   * @param runs that took them
   * @returns the seconds slept through, where they cannot have been spent on the steps; else null
   */
  update(steps: number, seconds: number, runs: number): number | null {
    const { batch, model } = this.experiment;
    const roundSeconds = seconds / Math.max(1, steps / Math.max(1, runs));
    const before = this.roundSeconds;
    if (before !== null && seconds > sleepSeconds && roundSeconds > sleepFactor * before) return seconds;
    this.roundSeconds = roundSeconds;
    this.stepSeconds = seconds / Math.max(1, steps);
    this.stalled = steps === 0;
    this.tokensPerSecond = (steps * batch * model.context) / seconds;
    const rounds = Math.round(readInterval / 1000 / roundSeconds);
    this.roundsPerRead = clamp(rounds, 1, maxRoundsPerRead);
    return null;
  }

  /** Gives the rates of the last read-back. @param stepsLeft over all runs */
  rates(stepsLeft: number): { steps: number; tokensPerSecond: number; secondsLeft: number | null } {
    const steps = totalSteps(this.experiment);
    const secondsLeft = this.stalled ? null : stepsLeft * this.stepSeconds;
    return { steps, tokensPerSecond: this.tokensPerSecond, secondsLeft };
  }

  /** Tells whether a checkpoint is due. @param validated whether a validation was just taken */
  checkpointIsDue(validated: boolean): boolean {
    const past = performance.now() - this.checkpointedAt;
    const wait = this.checkpointCost === 0 ? firstCheckpoint : checkpointInterval;
    return past > this.checkpointCost / checkpointShare && (validated || past > wait);
  }

  /** Notes that a checkpoint was taken. @param began in the time of performance.now() */
  noteCheckpoint(began: number): void {
    this.checkpointedAt = performance.now();
    this.checkpointCost = this.checkpointedAt - began;
  }
}
