/** The axes of the chart of perplexity against context length, and where its lines stand on them. */
import type { SeriesPoint } from '../../measure/evals';
import { type PlacedPoint, placedPoints, scaleLimit, spanOf } from './scaleLimit';
import { type Axis, stepAxis, valueAxis } from './ticks';

export interface ContextLine {
  id: string;
  name: string;
  /** The run's place, which gives its colour, dash and marker; null for a baseline. */
  style: number | null;
  /** Shortest context first. */
  points: readonly SeriesPoint[];
}

/** Where the worst is so many times the best, the axis is logarithmic: one poor model is not to flatten the rest. */
const mostSpread = 5;

/** Makes the axis for perplexities from `low` to `high`. */
function perplexityAxis(low: number, high: number): Axis & { scale: 'linear' | 'log' } {
  if (high / low <= mostSpread) return { ...valueAxis(low, high), scale: 'linear' };
  return { ...stepAxis(low * 0.95, high * 1.05, true), scale: 'log' };
}

/**
 * Makes both axes, and puts the lines on them: what is beyond the scale at its upper edge.
 * @param lengths context lengths in tokens, rising
 * @returns null where no perplexity is finite; `beyond` has the names of the lines that have a value beyond the scale
 */
export function contextAxes(lines: readonly ContextLine[], lengths: readonly number[]) {
  const series = lines.map(({ points }) => points.map(({ perplexity }) => perplexity.value));
  const values = series.flat();
  if (!values.some(Number.isFinite)) return null;
  // Decades lie side by side on this axis: only what would press the others together is beyond it.
  const limit = 100 * scaleLimit(series, null);
  const y = perplexityAxis(...spanOf(values, limit));
  const placed = lines.map(({ points, ...line }) => ({
    ...line,
    points: placedPoints(
      points.map(({ x, perplexity }) => ({ x, y: perplexity.value })),
      limit,
      y.domain[1],
    ),
  }));
  const x: Axis = {
    domain: [lengths[0] as number, lengths.at(-1) as number],
    ticks: [...lengths],
    format: String,
  };
  const beyond = placed.filter(({ points }) => points.some((point) => point.beyond));
  return { x, y, lines: placed, beyond: beyond.map(({ name }) => name) };
}

/** A line whose points stand on the axes. */
export type PlacedLine = Omit<ContextLine, 'points'> & { points: readonly PlacedPoint[] };
