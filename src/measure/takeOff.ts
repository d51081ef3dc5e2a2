/**
 * When something took off in a training: a head's score, and the loss when its plateau ends. The rules are those of docs/inside.md.
 */
import { mean, range } from 'es-toolkit';
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
/** What it does later than this many times as many steps is left out: a long tail would make any plateau short. */
const tail = 1.5;
/** On a plateau the loss changes by at most this share of its whole range. */
const flat = 0.1;
/** A plateau is at least this share of the steps that are looked at. */
const leastLength = 0.2;
/** After it the loss falls by at least this share of its range, and comes back by less than half of that. */
const leastFall = 0.25;

interface Part {
  /** Its first and its last step. */
  first: number;
  last: number;
  loss: number;
}

/**
 * Finds the last step of a loss's longest plateau that a fall follows.
 * @returns null where there is none, as of a loss that falls all the time, or has not fallen yet
 */
export function plateauEnd(curve: Curve): number | null {
  const whole = averaged(curve);
  const lowest = Math.min(...whole.map(({ loss }) => loss));
  const span = Math.max(...whole.map(({ loss }) => loss)) - lowest;
  const down = whole.find(({ loss }) => loss <= lowest + nearLowest * span);
  if (!down || span === 0) return null;
  const parts = averaged(upTo(curve, tail * down.last));
  let longest = Math.max(2, Math.ceil(leastLength * parts.length));
  let end: number | null = null;
  for (let from = 0; from < parts.length; from++) {
    const to = endOfFlat(parts, from, flat * span);
    if (to - from < longest) continue;
    const level = Math.min(...parts.slice(from, to).map(({ loss }) => loss));
    const fallen = parts.slice(to).find(({ loss }) => loss <= level - leastFall * span);
    const stays = [...parts, ...whole].every(
      ({ first, loss }) => !fallen || first <= fallen.last || loss <= level - (leastFall / 2) * span,
    );
    if (!fallen || !stays) continue;
    longest = to - from + 1;
    end = (parts[to - 1] as Part).last;
  }
  return end;
}

/** One past the last of the parts from `from` on whose losses lie within a band of this width. */
function endOfFlat(parts: readonly Part[], from: number, width: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = from; i < parts.length; i++) {
    const { loss } = parts[i] as Part;
    low = Math.min(low, loss);
    high = Math.max(high, loss);
    if (high - low > width) return i;
  }
  return parts.length;
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
