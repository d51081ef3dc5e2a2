/** The scale of a sweep's bars, on the page and on paper. */
import { round } from 'es-toolkit';
import type { SweepRow } from './sweepRows';

/** Returns where a value is along bars of at most so many CSS pixels: from 0, of accuracy up to 1. */
export function barScale(
  rows: readonly SweepRow[],
  isTask: boolean,
  longest: number,
): (value: number) => number {
  const ends = rows.flatMap(({ band }) => (band ? [band.low, band.high] : []));
  const [low, high] = isTask ? [0, 1] : [Math.min(0, ...ends), Math.max(...ends)];
  return (value) => round((longest * (value - low)) / (high - low || 1), 1);
}
