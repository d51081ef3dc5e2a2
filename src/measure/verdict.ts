/** Judges which of several runs is best, if that can be told at all. docs/verdicts.md states the rule. */
import { groupBy, maxBy, mean, sumBy } from 'es-toolkit';
import { formatSignificant } from '../format/numbers';
import { isolated } from '../format/visible';
import { words } from '../format/words';
import { meanAndDeviation } from './evals/statistics';

/** Whether the lower or the higher value is better. */
export type Better = 'lower' | 'higher';

/** How unsure a value is. */
export interface ValueError {
  /** Standard error, in the value's unit. */
  stderr: number;
  /** Degrees of freedom that the standard error is estimated from; Infinity where it is known. */
  df: number;
}

/** One of the runs compared, by one measure. */
export interface Contender {
  id: string;
  name: string;
  /** Equal for runs that differ by their seed alone; without it the run has none of its kind. */
  kind?: string | undefined;
  /** null, or not finite, where there is nothing to compare. */
  value: number | null;
  /** Of the value; null where it is not known. */
  error: ValueError | null;
  /** What it is the mean of, by what every run is asked alike: windows, passages, questions; null where not known. */
  items?: readonly number[] | null | undefined;
  /** Why it is too early to compare it, a sentence; null where it is not. */
  early: string | null;
}

/** What can be told of a comparison, and why, in sentences for the reader. */
export type Verdict =
  | { kind: 'best'; ids: ReadonlySet<string>; why: string }
  /** `ids`: who leads so far. */
  | { kind: 'tooEarly'; ids: ReadonlySet<string>; why: string }
  /** No difference is larger than its error; or there is nothing to compare. */
  | { kind: 'open'; why: string | null };

/** Writes a difference of values. */
export type Write = (difference: number) => string;

/** A run, or several that differ by their seed alone, by the mean of their values. */
interface Side {
  runs: readonly Contender[];
  value: number;
}

/** Quantiles 0.975 of Student's t at 1, 2, 3, … degrees of freedom; beyond them it is 2.04 and less. */
const studentT = [
  12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1,
  2.09, 2.09, 2.08, 2.07, 2.07, 2.06, 2.06, 2.06, 2.05, 2.05, 2.05, 2.04,
];

/** Standard errors that a difference must exceed: two, and more where few values tell how large the error is. */
export const errorsNeeded = (df: number): number => (df < 1 ? Infinity : (studentT[Math.floor(df) - 1] ?? 2));

/**
 * Judges a comparison of runs. A run without a finite value is left out, but for what makes it too early.
 * @param write a difference of values for the reader
 */
export function judge(contenders: readonly Contender[], better: Better, write: Write = twoDigits): Verdict {
  const measured = contenders.filter(({ value }) => value !== null && Number.isFinite(value));
  const sides = Object.values(groupBy(measured, ({ id, kind }) => kind ?? `run ${id}`)).map(
    (runs): Side => ({ runs, value: mean(runs.map(({ value }) => value as number)) }),
  );
  const sign = better === 'lower' ? -1 : 1;
  const leader = maxBy(sides, ({ value }) => sign * value);
  const others = sides.filter((side) => side !== leader);
  if (!leader || others.length === 0) return { kind: 'open', why: null };
  const ids = new Set(leader.runs.map(({ id }) => id));
  const early = contenders.find((contender) => contender.early !== null)?.early;
  if (early) return { kind: 'tooEarly', ids, why: early };

  const seeds = deviationOfSeeds(sides);
  const reasons = others.map((other) => {
    const lead = sign * (leader.value - other.value);
    const error = seeds ? errorOverSeeds(leader, other, seeds) : errorOf(leader.runs, other.runs);
    const needed = error ? errorsNeeded(error.df) * error.stderr : Number.NaN;
    return { lead, needed, other, clear: lead > needed };
  });
  // The one that is nearest to the leader, in what its error asks for.
  const nearest = reasons.find(({ clear }) => !clear) ?? maxBy(reasons, ({ lead, needed }) => needed - lead);
  if (!nearest) return { kind: 'open', why: null };
  const name = isolated(nearest.other.runs[0]?.name ?? '');
  if (!Number.isFinite(nearest.needed) && !nearest.clear)
    return {
      kind: 'open',
      why: words('verdict.unknown', 'How unsure the difference to {{run}} is, is not known.', { run: name }),
    };
  const figures = { lead: write(nearest.lead), run: name, needed: write(nearest.needed) };
  const why = nearest.clear
    ? words('verdict.clear', 'It is {{lead}} ahead of {{run}}; {{needed}} or less could be chance.', figures)
    : words(
        'verdict.close',
        'The first is {{lead}} ahead of {{run}}; {{needed}} or less could be chance.',
        figures,
      );
  const whole = seeds
    ? words('verdict.overSeeds', '{{why}} Held against how runs of different seeds differ.', { why })
    : why;
  return nearest.clear ? { kind: 'best', ids, why: whole } : { kind: 'open', why: whole };
}

const twoDigits: Write = (value) => formatSignificant(value, 2);

/** Pools the deviation of values between seeds over the sides that have several; null where none has. */
function deviationOfSeeds(sides: readonly Side[]): ValueError | null {
  const several = sides.filter(({ runs }) => runs.length > 1);
  const df = sumBy(several, ({ runs }) => runs.length - 1);
  if (df === 0) return null;
  const squares = sumBy(several, ({ runs }) => {
    const { deviation } = meanAndDeviation(runs.map(({ value }) => value as number));
    return (runs.length - 1) * deviation ** 2;
  });
  return { stderr: Math.sqrt(squares / df), df };
}

const errorOverSeeds = (a: Side, b: Side, { stderr, df }: ValueError): ValueError => ({
  stderr: stderr * Math.sqrt(1 / a.runs.length + 1 / b.runs.length),
  df,
});

/** Gives the error of the difference of two single runs: of the pairs where there are some, else of both together. */
function errorOf([a]: readonly Contender[], [b]: readonly Contender[]): ValueError | null {
  if (!a || !b) return null;
  const [ours, theirs] = [a.items, b.items];
  if (ours && theirs && ours.length === theirs.length && ours.length > 1)
    return windowError(ours.map((loss, i) => loss - (theirs[i] as number)));
  return a.error && b.error ? independentError(a.error, b.error) : null;
}

/** Gives the error of the difference of two values that were measured apart. */
export function independentError(a: ValueError, b: ValueError): ValueError {
  const [first, second] = [a.stderr ** 2, b.stderr ** 2];
  // Welch's degrees of freedom.
  const df = first + second > 0 ? (first + second) ** 2 / (first ** 2 / a.df + second ** 2 / b.df) : a.df;
  return { stderr: Math.sqrt(first + second), df };
}

/** Estimates the standard error of the mean over windows. */
export function windowError(windows: readonly number[]): ValueError {
  const { deviation } = meanAndDeviation(windows);
  return { stderr: deviation / Math.sqrt(windows.length), df: windows.length - 1 };
}

/**
 * Estimates the error of a share of right answers: binomial, with one right and one wrong answer added (Agresti and Caffo), so that
 * it is not 0 where all are right.
 * @param answers at least 1
 */
export function shareError(share: number, answers: number): ValueError {
  const p = (share * answers + 1) / (answers + 2);
  return { stderr: Math.sqrt((p * (1 - p)) / (answers + 2)), df: Number.POSITIVE_INFINITY };
}

/** A measured curve: values by rising step. */
export interface Curve {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** Fewest validations after the start from which a trend can be told. */
const fewest = 4;
/** Part of the validations that the trend is read from. */
const tailShare = 1 / 4;

/** The last part of a curve as a straight line. */
interface Trend {
  points: number;
  /** How much the line rises from its first step to its last; negative where it falls. */
  rise: number;
  /** Standard deviation of the points about the line. */
  scatter: number;
}

/** Fits a line to the last quarter of a curve, at least four points, step 0 left out; null where there are fewer. */
function trendOf({ steps, values }: Curve): Trend | null {
  const { length } = steps;
  let start = 0;
  while (start < length && !((steps[start] as number) > 0)) start++;
  if (length - start < fewest) return null;
  const from = length - Math.max(fewest, Math.ceil(tailShare * (length - start)));
  const tail = Array.from({ length: length - from }, (_, i) => ({
    x: steps[from + i] as number,
    y: values[from + i] as number,
  }));
  const [x, y] = [mean(tail.map((point) => point.x)), mean(tail.map((point) => point.y))];
  const slope = sumBy(tail, (p) => (p.x - x) * (p.y - y)) / sumBy(tail, (p) => (p.x - x) ** 2);
  const squares = sumBy(tail, (p) => (p.y - y - slope * (p.x - x)) ** 2);
  const span = (tail.at(-1)?.x ?? 0) - (tail[0]?.x ?? 0);
  return { points: tail.length, rise: slope * span, scatter: Math.sqrt(squares / (tail.length - 2)) };
}

/** Estimates the error of a curve's value from how it scatters about its trend; null where it is too short. */
export function curveError(curve: Curve): ValueError | null {
  const trend = trendOf(curve);
  return trend && { stderr: trend.scatter, df: trend.points - 2 };
}

/**
 * Tells why a run cannot be judged by its curve yet: it is short, or still gets better by more than twice its noise, which is the
 * larger of its scatter and its value's standard error.
 * @param error of one value, where it is known @returns a sentence for the reader; null where it can be judged
 */
export function earlyBecause(
  name: string,
  curve: Curve,
  better: Better,
  error: ValueError | null,
  write: Write = twoDigits,
): string | null {
  const trend = trendOf(curve);
  const run = isolated(name);
  if (!trend)
    return words('verdict.short', '{{run}} has fewer than {{fewest}} validations after its start.', {
      run,
      fewest,
    });
  const gain = better === 'lower' ? -trend.rise : trend.rise;
  const noise = Math.max(trend.scatter, error?.stderr ?? 0);
  if (!(gain > 2 * noise)) return null;
  const figures = { run, gain: write(gain), points: trend.points, noise: write(noise) };
  return better === 'lower'
    ? words(
        'verdict.falling',
        '{{run}} still fell by {{gain}} over its last {{points}} validations; its noise is {{noise}}.',
        figures,
      )
    : words(
        'verdict.rising',
        '{{run}} still rose by {{gain}} over its last {{points}} validations; its noise is {{noise}}.',
        figures,
      );
}
