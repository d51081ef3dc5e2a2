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
import type { SeriesPoint } from '../../measure/evals';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import { chartProps, gridProps, xAxisProps, yAxisProps } from './axisProps';
import classes from './charts.module.css';
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
 * Makes both axes.
 * @param lengths context lengths in tokens, rising
 * @returns null where no perplexity is finite
 */
export function contextAxes(lines: readonly ContextLine[], lengths: readonly number[]) {
  const values = lines
    .flatMap(({ points }) => points.map(({ perplexity }) => perplexity.value))
    .filter(Number.isFinite);
  if (values.length === 0) return null;
  const x: Axis = {
    domain: [lengths[0] as number, lengths.at(-1) as number],
    ticks: [...lengths],
    format: String,
  };
  return { x, y: perplexityAxis(Math.min(...values), Math.max(...values)) };
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
      <ResponsiveContainer width="100%" height="100%">
        <LineChart {...chartProps}>
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(x, 'tokens of context')} scale="log" />
          <YAxis {...yAxisProps(y, 'perplexity')} scale={y.scale} />
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

function Line({ line: { name, style, points } }: { line: ContextLine }) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const dark = useDark();
  if (!toX || !toY) return null;
  const { colour, dash, mark } =
    style === null ? { colour: 'var(--ink-2)', dash: '1 4', mark: null } : runStyle(style, dark);
  const x = (point: SeriesPoint) => round(toX(point.x) ?? 0, 1);
  const y = (value: number) => round(toY(value) ?? 0, 1);
  const drawn = points.filter(({ perplexity }) => Number.isFinite(perplexity.value));
  const first = drawn[0];
  if (!first) return null;
  return (
    <g fill="none" stroke={colour} data-line={name}>
      <path
        d={`M${drawn.map((point) => `${x(point)} ${y(point.perplexity.value)}`).join('L')}`}
        strokeWidth={style === null ? 1.5 : 2.25}
        strokeDasharray={dash}
      />
      {mark ? (
        <g fill={colour} stroke="var(--surface)" strokeWidth={0.25}>
          {drawn.map((point) => (
            <path
              key={point.x}
              d={mark}
              transform={`translate(${x(point)} ${y(point.perplexity.value)}) scale(4.6)`}
            />
          ))}
        </g>
      ) : (
        <text
          x={x(first)}
          dx={6}
          y={y(first.perplexity.value)}
          dy={-5}
          fill="var(--ink-2)"
          stroke="none"
          fontSize={13}
        >
          {name}
        </text>
      )}
    </g>
  );
}
