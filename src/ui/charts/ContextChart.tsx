/** Charts perplexity against context length: runs as on the chart of losses, baselines as thin dotted lines. */

import { round } from 'es-toolkit';
import { CartesianGrid, LineChart, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { t } from '../../i18n/i18n';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import { chartFontSize, chartProps, gridProps, xAxisProps, yAxisProps } from './axisProps';
import { ChartFrame } from './ChartFrame';
import classes from './charts.module.css';
import { type ContextLine, contextAxes, type PlacedLine } from './contextAxes';
import type { PlacedPoint } from './scaleLimit';

export default function ContextChart({
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
      <ChartFrame>
        <LineChart {...chartProps()}>
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(x, t('charts.context.tokens'))} scale="log" />
          <YAxis {...yAxisProps(y)} scale={y.scale} />
          {axes.lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </LineChart>
      </ChartFrame>
    </div>
  );
}

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
