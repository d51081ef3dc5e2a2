/** Draws the accuracy, or the loss, of a cell over the steps, a line for each seed. */
import { round } from 'es-toolkit';
import { CartesianGrid, LineChart, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import type { CellCurves } from '../../atlas/published';
import { t } from '../../i18n/i18n';
import { chartProps, gridProps, xAxisProps, yAxisProps } from '../charts/axisProps';
import { ChartFrame } from '../charts/ChartFrame';
import chartClasses from '../charts/charts.module.css';
import { shareAxis, stepAxis, valueAxis } from '../charts/ticks';
import classes from './Atlas.module.css';

export interface CellCurve extends CellCurves {
  /** Of the whole training. */
  steps: number;
  /** Of the cell itself, and not of one of its variants alone. */
  isOwn: boolean;
}

interface Props {
  lines: readonly CellCurve[];
  isTask: boolean;
  chance: number | null;
}

export default function CellChart({ lines, isTask, chance }: Props) {
  const drawn = lines.map(({ accuracy, loss, every, steps, isOwn }) => ({
    isOwn,
    points: ((isTask ? accuracy : loss) ?? []).map((y, i) => ({ x: Math.min(steps, i * every), y })),
  }));
  const values = drawn.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite);
  const y = isTask ? shareAxis : valueAxis(Math.min(...values), Math.max(...values), 5);
  const last = Math.max(1, ...lines.map(({ steps }) => steps));
  return (
    <div className={classes.chart} aria-hidden="true" data-testid="atlas-chart">
      <p className={chartClasses.axisTitle}>{t(isTask ? 'atlas.accuracy' : 'atlas.loss')}</p>
      <ChartFrame>
        <LineChart {...chartProps()}>
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(stepAxis(0, last, false, 5), t('atlas.step'))} />
          <YAxis {...yAxisProps(y)} />
          {chance !== null && (
            <Line
              points={[
                { x: 0, y: chance },
                { x: last, y: chance },
              ]}
              className={classes.chance}
            />
          )}
          {drawn.map(({ points, isOwn }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place, and has no other name
            <Line key={i} points={points} className={isOwn ? classes.own : classes.alone} />
          ))}
        </LineChart>
      </ChartFrame>
    </div>
  );
}

function Line({
  points,
  className,
}: {
  points: readonly { x: number; y: number }[];
  className: string | undefined;
}) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  if (!toX || !toY || points.length === 0) return null;
  const path = points.map(({ x, y }) => `${round(toX(x) ?? 0, 1)} ${round(toY(y) ?? 0, 1)}`).join('L');
  return <path d={`M${path}`} className={className} />;
}
