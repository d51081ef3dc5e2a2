/** What is known of a run's validations, each with how sure it is: its last loss, its lowest, its last accuracy. */
import type { Measured } from '../../measure/deltas';
import { curveError, shareError, windowError } from '../../measure/verdict';
import type { Results } from '../../runtime/runReducer';
import { lowest } from './drawing';

type Validated = Pick<Results, 'curves' | 'heldOut'>;

/** The last validation loss, nats per token; null before the first. */
export function lastLoss(results: Validated & Pick<Results, 'captures'>, id: string): Measured | null {
  const last = results.curves[id]?.validation.last;
  if (!last) return null;
  const captured = results.captures[id]?.find(({ step, windows }) => step === last.step && windows)?.windows;
  return lossAt(results, id, last.value, captured ?? windowsOfLowest(results, id, last.value));
}

/** The lowest validation loss, nats per token; null before the first. */
export function lowestLoss(results: Validated, id: string): Measured | null {
  const validation = results.curves[id]?.validation;
  const value = validation ? lowest(validation) : null;
  return value === null ? null : lossAt(results, id, value, windowsOfLowest(results, id, value));
}

/** The last share of a task's answers that are right; null before the first. */
export function lastAccuracy({ curves, heldOut }: Validated, id: string): Measured | null {
  const accuracy = curves[id]?.accuracy;
  const value = accuracy?.last?.value;
  if (!accuracy || value === undefined) return null;
  const answers = heldOut[id]?.answers;
  return { value, error: answers ? shareError(value, answers) : curveError(accuracy) };
}

const lossAt = (
  { curves }: Validated,
  id: string,
  value: number,
  windows: readonly number[] | null,
): Measured => {
  const validation = curves[id]?.validation;
  return {
    value,
    error: windows ? windowError(windows) : validation ? curveError(validation) : null,
    items: windows,
  };
};

/** What is kept of the lowest may be of another validation: of a later one, or where the run was opened from a file of an earlier lab. */
function windowsOfLowest({ curves, heldOut }: Validated, id: string, value: number): number[] | null {
  const [validation, known] = [curves[id]?.validation, heldOut[id]?.lowest];
  const at = known && validation ? validation.steps.indexOf(known.step) : -1;
  return known && validation?.values[at] === value ? known.windows : null;
}
