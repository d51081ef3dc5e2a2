/** Differences to a pinned run, each with the error of the difference: paired wherever both were measured on the same things. */
import { mean, range } from 'es-toolkit';
import { type Curve, errorsNeeded, independentError, type ValueError, windowError } from './verdict';

/** What two runs have in common, so that what is hard for both falls out of their difference. */
type Pairing = 'windows' | 'batches' | 'seeds';

/** A difference, in the unit of the values: this run less the pinned one. */
export interface Delta {
  value: number;
  /** Of the difference; null where it is not known. */
  error: ValueError | null;
  /** What it is paired over; null for the two errors together. */
  pairedOver: Pairing | null;
  /** Whether it exceeds its error (docs/verdicts.md); null where that is not known. */
  isClear: boolean | null;
}

/** A value of a run. */
interface Measured {
  value: number;
  error: ValueError | null;
  /** The value's parts over the windows that every run is measured on; null where not known. */
  windows?: readonly number[] | null | undefined;
}

/** Training losses of consecutive steps hang together, so the error is estimated from the means of so many equal parts. */
const blocks = 10;

const deltaOf = (value: number, error: ValueError | null, pairedOver: Pairing | null): Delta => {
  const isKnown = error !== null && Number.isFinite(error.stderr);
  const isClear = isKnown ? Math.abs(value) > errorsNeeded(error.df) * error.stderr : null;
  return { value, error: isKnown ? error : null, pairedOver, isClear };
};

/** @param differences at least two */
const paired = (differences: readonly number[], over: Pairing): Delta =>
  deltaOf(mean(differences), windowError(differences), over);

/** Compares a value with that of a pinned run: over the windows that both have, else by their two errors. */
export function valueDelta(own: Measured, pinned: Measured): Delta {
  const value = own.value - pinned.value;
  const [ours, theirs] = [own.windows, pinned.windows];
  if (ours && theirs && ours.length === theirs.length && ours.length > 1) {
    const differences = ours.map((part, i) => part - (theirs[i] as number));
    return deltaOf(value, windowError(differences), 'windows');
  }
  const error = own.error && pinned.error ? independentError(own.error, pinned.error) : null;
  return deltaOf(value, error, null);
}

/**
 * Compares the training losses of two runs that saw the same batches, over the last steps that both have taken.
 * @param last how many steps, fewer where there are fewer @returns null where there are not two steps for each of ten parts
 */
export function batchDelta(own: Curve, pinned: Curve, last: number): Delta | null {
  const theirs = new Map(Array.from(pinned.steps, (step, i) => [step, pinned.values[i] as number]));
  const differences = Array.from(own.steps)
    .flatMap((step, i) => {
      const other = theirs.get(step);
      return other === undefined ? [] : [(own.values[i] as number) - other];
    })
    .slice(-last);
  const length = Math.floor(differences.length / blocks);
  if (length < 2) return null;
  // Parts are equal: what is over at the beginning is left out.
  const tail = differences.slice(-length * blocks);
  const parts = range(blocks).map((block) => mean(tail.slice(block * length, (block + 1) * length)));
  return paired(parts, 'batches');
}

/**
 * Compares the values of a stack at several seeds with those of a pinned one, by seed; runs of one seed see the same batches.
 * @returns paired over the seeds that both have; null where there are not two of them
 */
export function seedDelta(
  own: ReadonlyMap<number, number>,
  pinned: ReadonlyMap<number, number>,
): Delta | null {
  const differences = [...own].flatMap(([seed, value]) => {
    const other = pinned.get(seed);
    return other === undefined ? [] : [value - other];
  });
  return differences.length < 2 ? null : paired(differences, 'seeds');
}
