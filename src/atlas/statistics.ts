/** Differences that are paired over seeds, how sure they are, and what is left of that after many tries. */
import { mean } from 'es-toolkit';
import { meanAndDeviation } from '../measure/evals/statistics';
import type { Result, Score } from './results';

export interface Difference {
  /** Mean over seeds. */
  value: number;
  stderr: number;
  seeds: number;
  /** Two-sided, of Student's t; before it is corrected for how many were tried. */
  p: number;
}

/**
 * Computes a − b over the seeds that both have. Its error is that of the differences' mean, and at least what the evaluations'
 * own errors come to: three seeds that happen to agree say little.
 * @returns null where fewer than two seeds have both
 */
export function pairedDifference(a: Result, b: Result): Difference | null {
  const pairs = a.runs.flatMap(({ seed, score }): [Score, Score][] => {
    const other = b.runs.find((run) => run.seed === seed)?.score;
    return score && other ? [[score, other]] : [];
  });
  const seeds = pairs.length;
  if (seeds < 2) return null;
  const { mean: value, deviation } = meanAndDeviation(pairs.map(([own, other]) => own.value - other.value));
  const evaluation = Math.sqrt(mean(pairs.map(([own, other]) => own.stderr ** 2 + other.stderr ** 2)));
  const stderr = Math.max(deviation, evaluation) / Math.sqrt(seeds);
  return { value, stderr, seeds, p: value === 0 ? 1 : studentP(Math.abs(value) / stderr, seeds - 1) };
}

/**
 * Computes how likely Student's t is beyond ±t (Abramowitz and Stegun, 26.7.3 and 26.7.4).
 * @param t from 0 @param df whole degrees of freedom, from 1
 */
export function studentP(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = df % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = df === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= df - 2; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  return Math.max(0, 1 - (odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum));
}

/**
 * Corrects p-values for how many were tried (Holm, 1979): the chance that any that holds at a level is false is at most that
 * level. @returns in the order of `ps`
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).toSorted((i, j) => (ps[i] as number) - (ps[j] as number));
  const corrected = new Array<number>(ps.length);
  let most = 0;
  order.forEach((i, rank) => {
    most = Math.max(most, Math.min(1, (ps.length - rank) * (ps[i] as number)));
    corrected[i] = most;
  });
  return corrected;
}
