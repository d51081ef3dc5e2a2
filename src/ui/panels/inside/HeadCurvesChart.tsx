/** Charts a score of every head over the training, the chosen head on top, with the step at which each took off. */
import { round } from 'es-toolkit';
import { memo } from 'react';
import {
  CartesianGrid,
  LineChart,
  ResponsiveContainer,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import { t } from '../../../i18n/i18n';
import type { LayerCurves } from '../../../measure/heads/curves';
import { useView } from '../../AppContext';
import { chartProps, gridProps, xAxisProps, yAxisProps } from '../../charts/axisProps';
import chartClasses from '../../charts/charts.module.css';
import { stepAxis, valueAxis } from '../../charts/ticks';
import { useMoment } from '../../time/useMoment';
import { useLanguage } from '../../useLanguage';
import classes from './InsidePanels.module.css';

/** Not drawn anew with each moment, but for the line at it. */
export const HeadCurvesChart = memo(function HeadCurvesChart({ curves }: { curves: readonly LayerCurves[] }) {
  useLanguage();
  const steps = curves.flatMap(({ curves: own }) => own.steps);
  if (steps.length < 2) return null;
  const highest = Math.max(...curves.flatMap(({ curves: own }) => own.heads.flat()));
  return (
    <div className={classes.chart} data-testid="head-curves" aria-hidden="true">
      <p className={chartClasses.axisTitle}>{t('inside.score')}</p>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart {...chartProps()}>
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(stepAxis(0, Math.max(...steps), false, 6), t('inside.step'))} />
          <YAxis {...yAxisProps(valueAxis(0, Math.max(highest, 0.05), 4))} />
          <Lines curves={curves} />
          <MomentLine />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
});

function Lines({ curves }: { curves: readonly LayerCurves[] }) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const layer = useView((v) => v.layer);
  const head = useView((v) => v.head);
  if (!toX || !toY) return null;
  const x = (step: number) => round(toX(step) ?? 0, 1);
  const y = (value: number) => round(toY(value) ?? 0, 1);
  const lines = curves
    .flatMap(({ layer: l, curves: { steps, heads, takeOffs } }) =>
      heads.map((values, h) => ({
        l,
        h,
        points: steps.map((step, i) => ({ step, value: values[i] as number })),
        takeOff: takeOffs[h] ?? null,
        chosen: l === layer && h === head,
      })),
    )
    .sort((a, b) => Number(a.chosen) - Number(b.chosen));
  return (
    <g fill="none">
      {lines.map(({ l, h, points, takeOff, chosen }) => {
        const start = points.find(({ step }) => step === takeOff);
        const last = points.at(-1);
        return (
          <g key={`${l} ${h}`} stroke={chosen ? 'var(--accent)' : 'var(--ink-2)'}>
            <path
              d={`M${points.map(({ step, value }) => `${x(step)} ${y(value)}`).join('L')}`}
              strokeWidth={chosen ? 3 : 1.5}
              strokeOpacity={chosen ? 1 : 0.55}
            />
            {start && (
              <path
                d={`M${x(start.step)} ${y(start.value)}m0 -7l6 7l-6 7l-6 -7z`}
                fill="var(--surface)"
                strokeWidth={2}
              />
            )}
            {chosen && last && (
              <text
                x={x(last.step) - 4}
                y={y(last.value)}
                dy={-8}
                textAnchor="end"
                stroke="none"
                fill="var(--accent)"
                fontSize={16}
                fontWeight={650}
              >
                {t('inside.layerHead', { layer: l + 1, head: h + 1 })}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

function MomentLine() {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const moment = useMoment();
  if (!toX || !toY || moment === null) return null;
  return (
    <path
      d={`M${round(toX(moment) ?? 0, 1)} ${round(toY(0) ?? 0, 1)}V0`}
      fill="none"
      stroke="var(--ink)"
      strokeWidth={1.5}
      strokeDasharray="4 3"
    />
  );
}
