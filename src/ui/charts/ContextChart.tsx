/** Charts perplexity against context length: runs as on the chart of losses, baselines as thin dotted lines. */

import { round } from 'es-toolkit';
import {
  CartesianGrid,
  LineChart,
  ResponsiveContainer,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import { t } from '../../i18n/i18n';
import type { SeriesPoint } from '../../measure/evals';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import { chartFontSize, chartProps, gridProps, xAxisProps, yAxisProps } from './axisProps';
import classes from './charts.module.css';
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

export function ContextChart({
  lines,
  lengths,
}: {
  lines: readonly ContextLine[];
  lengths: readonly number[];
}) {
  const axes = contextAxes(lines, lengths);
  if (!axes) return null;
  const { x, y } = axes;
  return (
    <div className={classes.chart} data-testid="context-chart" aria-hidden="true">
      <p className={classes.axisTitle}>{t('charts.units.perplexity.axis')}</p>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart {...chartProps()}>
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(x, t('charts.context.tokens'))} scale="log" />
          <YAxis {...yAxisProps(y)} scale={y.scale} />
          {axes.lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

type PlacedLine = Omit<ContextLine, 'points'> & { points: readonly PlacedPoint[] };

function Line({ line: { name, style, points } }: { line: PlacedLine }) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const dark = useDark();
  if (!toX || !toY) return null;
  const { colour, dash, mark } =
    style === null ? { colour: 'var(--ink-2)', dash: '1 4', mark: null } : runStyle(style, dark);
  const x = (point: PlacedPoint) => round(toX(point.x) ?? 0, 1);
  const y = (point: PlacedPoint) => round(toY(point.y) ?? 0, 1);
  const first = points[0];
  if (!first) return null;
  return (
    <g fill="none" stroke={colour} data-line={name}>
      <path
        d={`M${points.map((point) => `${x(point)} ${y(point)}`).join('L')}`}
        strokeWidth={style === null ? 1.5 : 2.75}
        strokeDasharray={dash}
      />
      {mark ? (
        <g fill={colour} stroke="var(--surface)" strokeWidth={0.25}>
          {points
            .filter(({ beyond }) => !beyond)
            .map((point) => (
              <path key={point.x} d={mark} transform={`translate(${x(point)} ${y(point)}) scale(5.4)`} />
            ))}
        </g>
      ) : (
        <text
          x={x(first)}
          dx={6}
          y={y(first)}
          dy={-5}
          fill="var(--ink-2)"
          stroke="none"
          fontSize={chartFontSize}
        >
          {name}
        </text>
      )}
    </g>
  );
}
