/** A line over a number, such as the learning rate, with the standard error over seeds. */
import { round } from 'es-toolkit';
import { CartesianGrid, LineChart, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { chartProps, gridProps, xAxisProps, yAxisProps } from '../../charts/axisProps';
import { ChartFrame } from '../../charts/ChartFrame';
import chartClasses from '../../charts/charts.module.css';
import { RunSwatch } from '../../kit/RunSwatch';
import { useDark } from '../../kit/useDark';
import { runStyle } from '../../runStyle';
import { type Marks, markProps } from './marks';
import classes from './SweepsPanel.module.css';
import { linesOf } from './sweepLines';
import type { SweepRow } from './sweepRows';

interface Props extends Marks {
  rows: readonly SweepRow[];
  isTask: boolean;
  log: boolean;
  /** What they are over. */
  axis: string;
}

export default function SweepLines({ rows, isTask, log, axis, ...marks }: Props) {
  const { lines, x, y } = linesOf(rows, isTask, log);
  return (
    <figure className={classes.figure} data-testid="sweep-lines">
      <figcaption>
        {lines.length > 1 &&
          lines.map(({ name }, i) => (
            <span key={name} className={classes.legend}>
              <RunSwatch style={i} /> {isolated(name)}
            </span>
          ))}
      </figcaption>
      <div className={classes.chart} aria-hidden="true">
        <p className={chartClasses.axisTitle}>{t(isTask ? 'sweeps.accuracy' : 'sweeps.lowestLoss')}</p>
        <ChartFrame>
          <LineChart {...chartProps()}>
            <CartesianGrid {...gridProps} />
            <XAxis {...xAxisProps(x, axis)} scale={log ? 'log' : 'linear'} />
            <YAxis {...yAxisProps(y)} />
            {lines.map(({ name, rows: own }, i) => (
              <Line key={name} rows={own} style={i} marks={marks} />
            ))}
          </LineChart>
        </ChartFrame>
      </div>
    </figure>
  );
}

function Line({ rows, style, marks }: { rows: readonly SweepRow[]; style: number; marks: Marks }) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const { colour, dash, mark } = runStyle(style, useDark());
  if (!toX || !toY) return null;
  const points = rows.flatMap(({ key, x, band }) =>
    band
      ? [
          {
            key,
            x: round(toX(Number(x)) ?? 0, 1),
            y: round(toY(band.mean) ?? 0, 1),
            low: round(toY(band.low) ?? 0, 1),
            high: round(toY(band.high) ?? 0, 1),
          },
        ]
      : [],
  );
  return (
    <g stroke={colour} fill="none">
      <path
        d={`M${points.map((point) => `${point.x} ${point.y}`).join('L')}`}
        strokeWidth={2.75}
        strokeDasharray={dash}
      />
      {points.map((point) => (
        <g key={point.key} {...markProps(marks, point.key)} className={classes.point}>
          {/* Large enough to be met. */}
          <circle cx={point.x} cy={point.y} r={12} className={classes.halo} />
          <path d={`M${point.x} ${point.low}V${point.high}`} strokeWidth={1.75} />
          <path
            d={mark}
            transform={`translate(${point.x} ${point.y}) scale(5)`}
            fill={colour}
            stroke="none"
          />
        </g>
      ))}
    </g>
  );
}
