/** Which stretches of runs are trained again to capture them at some steps. */
import { sumBy } from 'es-toolkit';

/** A stretch of one run, from a step of which there is a checkpoint, or from the start. */
export interface Stretch {
  from: number;
  /** At which it is captured, rising, none before `from`. */
  steps: number[];
}

/**
 * Splits steps into stretches, each from the last base at or before its steps. A step before every base is left out.
 * @param wanted rising
 * @param bases steps of which there is a checkpoint, and 0 where the start is one; rising
 */
export function stretches(wanted: readonly number[], bases: readonly number[]): Stretch[] {
  const found: Stretch[] = [];
  for (const step of wanted) {
    const from = bases.findLast((base) => base <= step);
    if (from === undefined) continue;
    const last = found.at(-1);
    if (last?.from === from) last.steps.push(step);
    else found.push({ from, steps: [step] });
  }
  return found;
}

/** Counts the steps that are trained again. */
export const stepsToTrain = (all: readonly Stretch[]): number =>
  sumBy(all, ({ from, steps }) => (steps.at(-1) ?? from) - from);
