/** Times one run of a queue: what it takes whatever its size, and its steps. */
import { type Experiment, totalSteps } from '../experiment/schema';
import { evaluationInSteps, stepsAndEvaluations } from '../measure/trainingCost';
import type { RunTiming } from './protocol';

/** Times a run from now on. */
export class RunClock {
  private readonly began = performance.now();
  private first: { at: number; steps: number } | null = null;
  private last = { at: this.began, steps: 0 };
  private stoodStill = false;

  /** Notes that losses were read. @param steps that it has taken */
  read(steps: number): void {
    this.last = { at: performance.now(), steps };
    this.first ??= this.last;
  }

  /** Notes that it stands still, so that its time says nothing. */
  standStill(): void {
    this.stoodStill = true;
  }

  /** Ends it. @param atATime runs that train beside one another @returns null where the time says nothing */
  end(experiment: Experiment, atATime: number): RunTiming | null {
    const { first, last } = this;
    const whole = totalSteps(experiment);
    if (this.stoodStill || !first || last.steps < whole) return null;
    const seconds = (performance.now() - this.began) / 1000 / atATime;
    if (first.steps === whole) return { runSeconds: seconds, stepSeconds: null };
    const all = stepsAndEvaluations(experiment, whole);
    // The first and the last evaluation are not between the reads.
    const between = all - first.steps - 2 * evaluationInSteps(experiment);
    const stepSeconds = (last.at - first.at) / 1000 / atATime / between;
    return { runSeconds: Math.max(0, seconds - all * stepSeconds), stepSeconds };
  }
}
