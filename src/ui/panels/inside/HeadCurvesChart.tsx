/** Charts a score of every head over the training, the chosen head on top, with the step by which each took off or found the key, where no capture before it is missing; a head that is off is dotted. */
import { memo } from 'react';
import { isHeadOff } from '../../../experiment/overrides';
import type { Run } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { gapBefore, type LayerCurves } from '../../../measure/heads/curves';
import { useView } from '../../AppContext';
import chartClasses from '../../charts/charts.module.css';
import { PlotFrame, usePlot } from '../../charts/Plot';
import { pixel } from '../../charts/pixel';
import { stepAxis, valueAxis } from '../../charts/ticks';
import { useSize } from '../../kit/useSize';
import { useCaptureDue } from '../../time/useCaptureDue';
import { useLanguage } from '../../useLanguage';
import classes from './InsidePanels.module.css';
import { MomentLine } from './MomentLine';

interface Props {
  run: Run;
  curves: readonly LayerCurves[];
}

/** Not drawn anew with each moment, but for the line at it. */
export const HeadCurvesChart = memo(function HeadCurvesChart({ run, curves }: Props) {
  useLanguage();
  const { ref, width, height } = useSize<HTMLDivElement>();
  const steps = curves.flatMap(({ curves: own }) => own.steps);
  if (steps.length < 2) return null;
  const highest = Math.max(...curves.flatMap(({ curves: own }) => own.heads.flat()));
  return (
    <div className={`${chartClasses.framed} ${classes.chart}`} data-testid="head-curves" aria-hidden="true">
      <p className={chartClasses.axisTitle}>{t('inside.score')}</p>
      <div ref={ref}>
        <PlotFrame
          width={width}
          height={height}
          x={{ ...stepAxis(0, Math.max(...steps), false, 6), log: false }}
          xLabel={t('inside.step')}
          y={{ ...valueAxis(0, Math.max(highest, 0.05), 4), log: false }}
          right={20}
        >
          <Lines run={run} curves={curves} />
          <MomentLine />
        </PlotFrame>
      </div>
    </div>
  );
});

function Lines({ run, curves }: Props) {
  const { horizontal, vertical } = usePlot();
  const layer = useView((v) => v.layer);
  const head = useView((v) => v.head);
  const isDue = useCaptureDue();
  const x = (step: number) => pixel(horizontal.place(step));
  const y = (value: number) => pixel(vertical.place(value));
  const lines = curves
    .flatMap(({ layer: l, curves: { steps, heads, takeOffs } }) =>
      heads.map((values, h) => ({
        l,
        h,
        steps,
        points: steps.map((step, i) => ({ step, value: values[i] as number })),
        takeOff: takeOffs[h] ?? null,
        isOff: isHeadOff(run, l, h),
        chosen: l === layer && h === head,
      })),
    )
    .sort((a, b) => Number(a.chosen) - Number(b.chosen));
  return (
    <g fill="none">
      {lines.map(({ l, h, steps, points, takeOff, isOff, chosen }) => {
        const isKnown = takeOff !== null && gapBefore(steps, takeOff, isDue) === null;
        const start = isKnown ? points.find(({ step }) => step === takeOff) : undefined;
        return (
          <g key={`${l} ${h}`} stroke={chosen ? 'var(--accent)' : 'var(--ink-2)'}>
            <path
              d={`M${points.map(({ step, value }) => `${x(step)} ${y(value)}`).join('L')}`}
              strokeWidth={chosen ? 3 : 1.5}
              strokeOpacity={chosen ? 1 : 0.55}
              strokeDasharray={isOff ? '2 5' : undefined}
            />
            {start && (
              <path
                d={`M${x(start.step)} ${y(start.value)}m0 -7l6 7l-6 7l-6 -7z`}
                fill="var(--surface)"
                strokeWidth={2}
              />
            )}
          </g>
        );
      })}
      {/* Over all lines, which may run where a name stands. */}
      {lines.map(({ l, h, points, isOff, chosen }) => {
        const last = points.at(-1);
        return (
          (chosen || isOff) &&
          last && (
            <text
              key={`${l} ${h}`}
              x={x(last.step) - 4}
              y={y(last.value)}
              dy={-8}
              textAnchor="end"
              fill={chosen ? 'var(--accent)' : 'var(--ink-2)'}
              stroke="var(--surface)"
              strokeWidth={4}
              strokeLinejoin="round"
              paintOrder="stroke"
              fontSize={16}
              fontWeight={650}
            >
              {t(isOff ? 'inside.layerHeadOff' : 'inside.layerHead', { layer: l + 1, head: h + 1 })}
            </text>
          )
        );
      })}
    </g>
  );
}
