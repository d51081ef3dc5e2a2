/** Differences to a pinned run, each with the error of the difference: paired wherever both were measured on the same things. */
import { chunk, mean, sumBy } from 'es-toolkit';
import { type Curve, errorsNeeded, independentError, type ValueError, windowError } from './verdict';

/** What two runs have in common, so that what is hard for both falls out of their difference. */
type Pairing = 'items' | 'batches' | 'seeds';

/** A difference, in the unit of the values: this run less the pinned one. */
export interface Delta {
  value: number;
  /** Of the difference; null where it is not known. */
  error: ValueError | null;
  /** What it is paired over; null for the two errors together. */
  pairedOver: Pairing | null;
  /** Whether it exceeds its error (docs/verdicts.md); null where that is not known. */
  isClear: boolean | null;
  /** One side is a single seed, and its error is that of seeds which differ as the other's do. */
  isOfOneSeed?: boolean;
}

/** Whether a difference has an error that is of two values apart: they are not paired. */
export const isApart = ({ error, pairedOver }: Delta): boolean => error !== null && pairedOver === null;

/** A value of a run. */
export interface Measured {
  value: number;
  error: ValueError | null;
  /** What it is the mean of, by what every run is asked alike: windows, passages, questions; null where not known. */
  items?: readonly number[] | null | undefined;
}

/** How values are told: a loss as a perplexity, say. Errors are carried over by the slope there (delta method). */
export interface Scale {
  value(of: number): number;
  /** Derivative of `value`. */
  slope(at: number): number;
}

/** Writes a difference with its sign, and its standard error where that is known: ["+0.012", "± 0.004"]. @param write a number without a sign */
export const deltaTexts = ({ value, error }: Delta, write: (value: number) => string): string[] => {
  const sign = value < 0 ? '−' : value > 0 ? '+' : '';
  const text = sign + write(Math.abs(value));
  return error ? [text, `± ${write(error.stderr)}`] : [text];
};

/** Values are told as they are. */
export const asItIs: Scale = { value: (of) => of, slope: () => 1 };

/** Training losses of consecutive steps hang together, so the error is estimated from the means of so many equal parts. */
const blocks = 10;

const deltaOf = (value: number, error: ValueError | null, pairedOver: Pairing | null): Delta => {
  const isKnown = error !== null && Number.isFinite(error.stderr);
  const isClear = isKnown ? Math.abs(value) > errorsNeeded(error.df) * error.stderr : null;
  return { value, error: isKnown ? error : null, pairedOver, isClear };
};

/** Compares the means of two lists of as many values each, at least two, pair by pair. */
function paired(ours: readonly number[], theirs: readonly number[], over: Pairing, scale: Scale): Delta {
  const [own, pinned] = [mean(ours), mean(theirs)];
  const [steep, steepPinned] = [scale.slope(own), scale.slope(pinned)];
  const differences = ours.map((part, i) => steep * part - steepPinned * (theirs[i] as number));
  return deltaOf(scale.value(own) - scale.value(pinned), windowError(differences), over);
}

const scaled = ({ value, error }: Measured, { slope }: Scale): ValueError | null =>
  error && { ...error, stderr: slope(value) * error.stderr };

/** The difference of two values by their two errors. */
function unpaired(own: Measured, pinned: Measured, scale: Scale): Delta {
  const [ours, theirs] = [scaled(own, scale), scaled(pinned, scale)];
  const error = ours && theirs ? independentError(ours, theirs) : null;
  return deltaOf(scale.value(own.value) - scale.value(pinned.value), error, null);
}

/** Compares a value with that of a pinned run: item by item where both have them, else by their two errors. */
export function valueDelta(own: Measured, pinned: Measured, scale = asItIs): Delta {
  const [ours, theirs] = [own.items, pinned.items];
  if (!(ours && theirs && ours.length === theirs.length && ours.length > 1))
    return unpaired(own, pinned, scale);
  const { error, isClear } = paired(ours, theirs, 'items', scale);
  // The value is as it is told, not the mean of its rounded parts.
  return { value: scale.value(own.value) - scale.value(pinned.value), error, isClear, pairedOver: 'items' };
}

/** Lists the values of two curves at the last steps that both have, by rising step. */
function lastPairs(own: Curve, pinned: Curve, last: number): [number, number][] {
  const pairs: [number, number][] = [];
  let [i, j] = [own.steps.length - 1, pinned.steps.length - 1];
  while (i >= 0 && j >= 0 && pairs.length < last) {
    const ahead = (own.steps[i] as number) - (pinned.steps[j] as number);
    if (ahead === 0) pairs.push([own.values[i] as number, pinned.values[j] as number]);
    if (ahead >= 0) i--;
    if (ahead <= 0) j--;
  }
  return pairs.reverse();
}

interface BatchOptions {
  scale?: Scale;
  /** Whether both saw the same batches; true unless said. Else each has its own error, from how its losses scatter. */
  sameBatches?: boolean;
}

/**
 * Compares the mean training losses of two runs over the last steps that both have taken: batch by batch where they saw the same.
 * @param last how many steps, fewer where there are fewer @returns null where there are not two steps for each of ten parts
 */
export function batchDelta(
  own: Curve,
  pinned: Curve,
  last: number,
  { scale = asItIs, sameBatches = true }: BatchOptions = {},
): Delta | null {
  const pairs = lastPairs(own, pinned, last);
  const length = Math.floor(pairs.length / blocks);
  if (length < 2) return null;
  // Parts are equal: what is over at the beginning is left out.
  const parts = chunk(pairs.slice(-length * blocks), length);
  const [ours, others] = [0, 1].map((side) =>
    parts.map((part) => mean(part.map((pair) => pair[side] as number))),
  ) as [number[], number[]];
  if (sameBatches) return paired(ours, others, 'batches', scale);
  const measured = (means: readonly number[]): Measured => ({
    value: mean(means),
    error: windowError(means),
  });
  return unpaired(measured(ours), measured(others), scale);
}

/** Values of a stack by seed. */
export type BySeed = ReadonlyMap<number, number>;

/** Those of a pinned stack that the same seeds have, for them to be held against; all of them where they share none. */
export function sameSeeds(pinned: BySeed, seeds: BySeed): BySeed {
  const shared = new Map([...pinned].filter(([seed]) => seeds.has(seed)));
  return shared.size > 0 ? shared : pinned;
}

/**
 * Compares the mean of a stack's values at its seeds with that of a pinned one: by seed, as runs of one seed see the same batches,
 * where two of them or more are the same; else by how the values of each differ between seeds (docs/verdicts.md). A single seed does not
 * tell that: it is taken to be one of seeds that differ as the other's do.
 * @returns null where either has no value; without an error where both are a single one
 */
export function seedDelta(own: BySeed, pinned: BySeed, scale = asItIs): Delta | null {
  const shared = [...own.keys()].filter((seed) => pinned.has(seed));
  const at = (values: BySeed) => shared.map((seed) => values.get(seed) as number);
  if (shared.length > 1) return paired(at(own), at(pinned), 'seeds', scale);
  const sides = [own, pinned].map((values) => [...values.values()]) as [number[], number[]];
  if (sides.some(({ length }) => length === 0)) return null;
  const [ours, theirs] = sides.map((values) => mean(values)) as [number, number];
  const delta = deltaOf(scale.value(ours) - scale.value(theirs), pooledError(sides, scale), null);
  return delta.error && sides.some(({ length }) => length === 1) ? { ...delta, isOfOneSeed: true } : delta;
}

/** Estimates the error of the difference of two means from the deviation of the values about theirs; null where both are single. */
function pooledError(sides: readonly (readonly number[])[], { slope }: Scale): ValueError | null {
  const df = sumBy(sides, ({ length }) => length - 1);
  if (df === 0) return null;
  const squares = sumBy(sides, (values) => {
    const middle = mean(values);
    return sumBy(values, (value) => (slope(middle) * (value - middle)) ** 2);
  });
  return { stderr: Math.sqrt((squares / df) * sumBy(sides, ({ length }) => 1 / length)), df };
}
