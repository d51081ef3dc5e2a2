/** Curves over the steps, a mean for each variation with a band of one standard error over its seeds. */
import { round } from 'es-toolkit';
import { CartesianGrid, LineChart, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { BandCurve } from '../../../measure/bands';
import { chartProps, gridProps, xAxisProps, yAxisProps } from '../../charts/axisProps';
import { ChartFrame } from '../../charts/ChartFrame';
import chartClasses from '../../charts/charts.module.css';
import { RunSwatch } from '../../kit/RunSwatch';
import { useDark } from '../../kit/useDark';
import { runStyle } from '../../runStyle';
import { type Marks, markProps } from './marks';
import classes from './SweepsPanel.module.css';
import { bandsOfRows } from './sweepLines';
import type { SweepRow } from './sweepRows';

interface Props {
  rows: readonly SweepRow[];
  isTask: boolean;
  /** Where its lines are found in a table. */
  marks?: Marks;
}

export default function SweepBands({ rows, isTask, marks }: Props) {
  const drawn = bandsOfRows(rows, isTask);
  if (!drawn) return <p className="muted">{t('sweeps.noResults')}</p>;
  const { curves, x, y } = drawn;
  return (
    <figure className={classes.figure} data-testid="sweep-bands">
      <figcaption>
        {curves.map(({ key, name }, i) => (
          <span key={key} className={classes.legend}>
            <RunSwatch style={i} /> {isolated(name)}
          </span>
        ))}
        <span className="muted">{t('sweeps.band')}</span>
      </figcaption>
      <div className={classes.chart} aria-hidden="true">
        <p className={chartClasses.axisTitle}>{t(isTask ? 'sweeps.accuracy' : 'sweeps.validationLoss')}</p>
        <ChartFrame>
          <LineChart {...chartProps()}>
            <CartesianGrid {...gridProps} />
            <XAxis {...xAxisProps(x, t('sweeps.step'))} />
            <YAxis {...yAxisProps(y)} />
            {curves.map(({ key, curve }, i) => (
              <BandLine key={key} curve={curve} style={i} {...(marks && markProps(marks, key))} />
            ))}
          </LineChart>
        </ChartFrame>
      </div>
    </figure>
  );
}

type BandProps = { curve: BandCurve; style: number } & Partial<ReturnType<typeof markProps>>;

function BandLine({ curve: { steps, bands }, style, ...mark }: BandProps) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const { colour, dash } = runStyle(style, useDark());
  if (!toX || !toY || steps.length === 0) return null;
  const at = (value: 'mean' | 'low' | 'high') =>
    bands.map((band, i) => `${round(toX(steps[i] as number) ?? 0, 1)} ${round(toY(band[value]) ?? 0, 1)}`);
  return (
    <g fill="none" {...mark} className={mark.onClick && classes.curve}>
      <path
        d={`M${at('low').join('L')}L${at('high').reverse().join('L')}z`}
        fill={colour}
        fillOpacity={0.2}
      />
      <path
        d={`M${at('mean').join('L')}`}
        stroke={colour}
        strokeWidth={mark['data-marked'] ? 5 : 2.75}
        strokeDasharray={dash}
      />
    </g>
  );
}
