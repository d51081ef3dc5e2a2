/** Times one run of a queue: what it takes whatever its size, and its steps. */
import { type Experiment, totalSteps } from '../experiment/schema';
import { stepsAndEvaluations } from '../measure/trainingCost';
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
    if (this.stoodStill || !first) return null;
    const steps = last.steps - first.steps;
    const whole = totalSteps(experiment);
    const asSteps = steps * (stepsAndEvaluations(experiment, whole) / whole);
    const between = last.at - first.at;
    const share = 1 / 1000 / atATime;
    return {
      runSeconds: (performance.now() - this.began - between) * share,
      stepSeconds: steps > 0 ? (between / asSteps) * share : null,
    };
  }
}
