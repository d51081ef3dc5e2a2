/**
 * When something took off in a training: a head's score, and the loss when its plateau ends. The rules are those of docs/inside.md.
 */
import { mean, median, range } from 'es-toolkit';
import { meanAndDeviation } from './evals/statistics';

/** Values of rising steps. */
export interface Curve {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** Points that a curve's beginning and its end are the mean of. */
const ends = 3;
/** A rise below this is none. */
const leastRise = 0.1;
/** A rise must exceed so many standard deviations of the beginning. */
const deviations = 3;

/**
 * Finds the first step from which on a curve stays above the midway between its beginning and its end.
 * @returns null where it has fewer than six points, or did not rise by enough
 */
export function takeOff({ steps, values }: Curve): number | null {
  const all = Array.from(values);
  if (all.length < 2 * ends) return null;
  const start = meanAndDeviation(all.slice(0, ends));
  const end = mean(all.slice(-ends));
  if (end - start.mean < Math.max(leastRise, deviations * start.deviation)) return null;
  const midway = (start.mean + end) / 2;
  const from = all.findLastIndex((value) => value <= midway) + 1;
  return from < all.length ? (steps[from] as number) : null;
}

/** Parts of equal length that a loss is averaged over, against its noise: at most so many. */
const mostParts = 60;
/** A loss has come down once it is within this share of its range from the lowest. */
const nearLowest = 0.05;
/** Parts are of what it does up to this many times as many steps: those of a long training would be too coarse for its beginning. */
const tail = 1.5;
/** A plateau is at least so many steps long: a warm-up is none. */
const leastSteps = 40;
/** A plateau is at least this share of the steps up to its end. */
const leastLength = 0.2;
/** On a plateau the loss changes by at most this share of the fall that follows it, beside its noise. */
const flat = 0.15;
/** Normal noise stays in a band of so many of its standard deviations. */
const noiseBand = 4;
/** The fall is at least this share of the loss's range. */
const leastFall = 0.1;
/** The fall is at least so many standard deviations of the noise. */
const leastFallInNoise = 15;
/** The fall is at least so many times as steep as the plateau, within its noise. */
const steeper = 6;

interface Part {
  /** Its first and its last step. */
  first: number;
  last: number;
  loss: number;
}

/** What a stretch is held against. */
interface Course {
  /** The mean loss that the training ends with. */
  end: number;
  /** Lowest to highest. */
  span: number;
  /** Standard deviation of a part's loss. */
  noise: number;
}

/**
 * Finds the last step of a loss's longest plateau that a lasting fall follows.
 * @returns null where there is none, as of a loss that falls all the time, or has not fallen yet
 */
export function plateauEnd(curve: Curve): number | null {
  const whole = averaged(curve);
  const lowest = Math.min(...whole.map(({ loss }) => loss));
  const span = Math.max(...whole.map(({ loss }) => loss)) - lowest;
  const down = whole.find(({ loss }) => loss <= lowest + nearLowest * span);
  if (!down || span === 0) return null;
  const parts = averaged(upTo(curve, tail * down.last));
  const end = mean(whole.slice(-ends).map(({ loss }) => loss));
  const course = { end, span, noise: noiseOf(parts) };
  let longest = 0;
  let found: number | null = null;
  for (let from = 0; from < parts.length; from++) {
    const to = endOfFlat(parts, from, course);
    const [first, last] = [parts[from], parts[to - 1]];
    if (to - from < ends || !first || !last) continue;
    const length = last.last - first.first;
    if (length <= longest || length < Math.max(leastSteps, leastLength * last.last)) continue;
    const later = [...parts, ...whole].filter((part) => part.first > last.last);
    if (!falls(parts.slice(from, to), parts.slice(to), later, course)) continue;
    longest = length;
    found = last.last;
  }
  return found;
}

/** One past the last of the parts from `from` on that are flat. */
function endOfFlat(parts: readonly Part[], from: number, { end, noise }: Course): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = from; i < parts.length; i++) {
    const { loss } = parts[i] as Part;
    low = Math.min(low, loss);
    high = Math.max(high, loss);
    if (high - low > flat * Math.max(0, low - end) + noiseBand * noise) return i;
  }
  return parts.length;
}

/**
 * Tells whether a fall follows a flat stretch: far enough, steeper than the stretch, and to stay.
 * @param after the parts after the stretch @param later those and the parts of the whole training after it
 */
function falls(
  stretch: readonly Part[],
  after: readonly Part[],
  later: readonly Part[],
  { end, span, noise }: Course,
): boolean {
  const losses = stretch.map(({ loss }) => loss);
  const level = mean(losses);
  const fall = level - end;
  if (fall < Math.max(leastFall * span, leastFallInNoise * noise)) return false;
  const midway = level - fall / 2;
  const half = after.find(({ loss }) => loss <= midway);
  const low = after.find(({ loss }) => loss <= level - 0.75 * fall);
  if (!half || !low) return false;
  if (later.some(({ first, loss }) => first > low.last && loss > midway)) return false;
  const [first, last] = [stretch[0] as Part, stretch.at(-1) as Part];
  const third = Math.floor(losses.length / 3);
  const sunk = mean(losses.slice(0, third)) - mean(losses.slice(-third));
  // As much as it may have sunk, three standard errors of the difference with it.
  const slope = (sunk + 3 * noise * Math.sqrt(2 / third)) / ((2 / 3) * (last.last - first.first));
  return fall / 2 / (half.last - last.last) >= steeper * slope;
}

/** Standard deviation of the parts about a smooth course, of their second differences: those of a straight line are nothing. */
function noiseOf(parts: readonly Part[]): number {
  if (parts.length < 3) return 0;
  const differences = parts.slice(1, -1).map(({ loss }, i) => {
    const [before, after] = [parts[i] as Part, parts[i + 2] as Part];
    return Math.abs(before.loss - 2 * loss + after.loss);
  });
  // The median of a normal distribution's magnitudes is 0.6745 of its deviation; a second difference has six times the variance.
  return median(differences) / 0.6745 / Math.sqrt(6);
}

function upTo({ steps, values }: Curve, step: number): Curve {
  const count = Array.from(steps).filter((own) => own <= step).length;
  return { steps: Array.from(steps).slice(0, count), values: Array.from(values).slice(0, count) };
}

/** Means over parts of as many points each. */
function averaged({ steps, values }: Curve): Part[] {
  const points = steps.length;
  const count = Math.min(mostParts, points);
  const start = (part: number) => Math.floor((part * points) / count);
  return range(count).map((part) => {
    const [from, to] = [start(part), start(part + 1)];
    return {
      first: steps[from] as number,
      last: steps[to - 1] as number,
      loss: mean(Array.from(values).slice(from, to)),
    };
  });
}
