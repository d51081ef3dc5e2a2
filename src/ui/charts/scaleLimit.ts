/**
 * How far a chart's scale reaches. A model that has come apart may have a perplexity of 1e64, or one that no number
 * holds (a loss above 709 nats): on a scale that held it every other curve would be a line at the foot. What lies beyond
 * the limit is drawn at the upper edge, and said.
 */
import { median } from 'es-toolkit';
import type { Point } from '../../runtime/decimate';

/** How many times as much as the run that does best, or as a guess, is beyond the scale. */
const timesBest = 100;
const timesGuess = 10;
/** The same where no guess is known: a vocabulary may have ten thousand tokens, of which an untrained model knows none. */
const withoutGuess = { timesBest: 1000, least: 10_000 };

/**
 * Returns the largest value that belongs on the scale.
 * @param series of each curve its values, of which those that are not finite say nothing
 * @param guess what a model that has learned nothing comes to; null where that is not known
 */
export function scaleLimit(series: readonly (readonly number[])[], guess: number | null): number {
  const medians = series.flatMap((values) => {
    const finite = values.filter(Number.isFinite);
    return finite.length > 0 ? [median(finite)] : [];
  });
  const best = Math.min(...medians);
  return guess !== null && Number.isFinite(guess)
    ? Math.max(timesBest * best, timesGuess * guess)
    : Math.max(withoutGuess.timesBest * best, withoutGuess.least);
}

/** A point on a chart; `beyond` where its value lies beyond the scale, at whose upper edge it then is. */
export interface PlacedPoint extends Point {
  beyond?: true;
}

/** Puts points beyond the limit at the upper edge of an axis. Those that are no number are left out. */
export const placedPoints = (points: readonly Point[], limit: number, edge: number): PlacedPoint[] =>
  points.flatMap((point): PlacedPoint[] => {
    if (Number.isNaN(point.y)) return [];
    return point.y > limit || point.y === Number.POSITIVE_INFINITY
      ? [{ x: point.x, y: edge, beyond: true }]
      : [point];
  });

/** Lowest and highest of the values on the scale; 0 and 1 where there is none. */
export function spanOf(values: readonly number[], limit: number): [low: number, high: number] {
  const on = values.filter((value) => Number.isFinite(value) && value <= limit);
  return on.length > 0 ? [Math.min(...on), Math.max(...on)] : [0, 1];
}
