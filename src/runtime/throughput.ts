/** How fast a race goes: how many rounds come before a look at the losses, how long it will take, when to keep its state. */
import type { Experiment } from '../experiment/schema';

/** About how long the page waits for new points, in milliseconds. */
const readInterval = 120;
/** Never queue more rounds than this on the device before reading. */
const maxRoundsPerRead = 32;
/** What training goes on from is kept after a validation, and at least so often (in milliseconds) … */
const keepInterval = 10_000;
/** The first time it is kept so soon after the start. */
const firstKeep = 2000;
/** … but never so often that it takes more than this share of the time. */
const keepShare = 1 / 20;
/** A round that takes so many times as long as the one before, and so many seconds, was slept through. */
const sleepFactor = 20;
const sleepSeconds = 60;

export class Pace {
  roundsPerRead = 1;
  private roundSeconds: number | null = null;
  private tokensPerSecond = 0;
  private stalled = true;
  private keptAt = performance.now();
  private keepCost = 0;

  constructor(private readonly experiment: Experiment) {}

  /**
   * Notes that so many steps, over all of so many runs, took so long.
   * @returns the seconds slept through, where they cannot have been spent on the steps
   */
  took(steps: number, seconds: number, runs: number): number | null {
    const { batch, model } = this.experiment;
    const roundSeconds = seconds / Math.max(1, steps / Math.max(1, runs));
    const before = this.roundSeconds;
    if (before !== null && seconds > sleepSeconds && roundSeconds > sleepFactor * before) return seconds;
    this.roundSeconds = roundSeconds;
    this.stalled = steps === 0;
    this.tokensPerSecond = (steps * batch * model.context) / seconds;
    const rounds = Math.round(readInterval / 1000 / roundSeconds);
    this.roundsPerRead = Math.min(maxRoundsPerRead, Math.max(1, rounds));
    return null;
  }

  /** Of the last steps, with what is left from `step` on. */
  rates(step: number): { steps: number; tokensPerSecond: number; secondsLeft: number | null } {
    const { steps } = this.experiment;
    const secondsLeft = this.stalled ? null : (steps - step) * (this.roundSeconds ?? 0);
    return { steps, tokensPerSecond: this.tokensPerSecond, secondsLeft };
  }

  /** @param validated a validation was just taken */
  keepIsDue(validated: boolean): boolean {
    const past = performance.now() - this.keptAt;
    const wait = this.keepCost === 0 ? firstKeep : keepInterval;
    return past > this.keepCost / keepShare && (validated || past > wait);
  }

  /** Notes that what training goes on from is kept. @param began in the time of performance.now() */
  kept(began: number): void {
    this.keptAt = performance.now();
    this.keepCost = this.keptAt - began;
  }
}
