/** Charts a measure of every layer of one run over the training, each line named at its end, the chosen layer on top. */
import { round } from 'es-toolkit';
import { memo } from 'react';
import { variant } from '../../../attention/variants';
import { isolated } from '../../../format/visible';
import { entryName } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import type { LayerMeasure } from '../../../measure/layerMeasures';
import { useView } from '../../AppContext';
import { characterWidth, chartFontSize } from '../../charts/axisProps';
import chartClasses from '../../charts/charts.module.css';
import { bandPath, gappedPath, type MeasureAxis } from '../../charts/layerAxis';
import { PlotFrame, usePlot } from '../../charts/Plot';
import { pixel } from '../../charts/pixel';
import { spread } from '../../charts/spread';
import { stepAxis } from '../../charts/ticks';
import { RunSwatch } from '../../kit/RunSwatch';
import { useSize } from '../../kit/useSize';
import { runStyle } from '../../runStyle';
import { useLanguage } from '../../useLanguage';
import classes from './InsidePanels.module.css';
import { MomentLine } from './MomentLine';
import type { MeasuredCourse } from './useMeasuredCourses';

/** From the plot's edge to a name. */
const leader = 22;
const nameHeight = chartFontSize + 3;
/** A narrower chart names its lines by the number of the layer alone. */
const leastWidth = 380;
const leastHeight = 302;

interface Props {
  measure: LayerMeasure;
  measured: MeasuredCourse;
  /** Of all charts side by side. */
  y: MeasureAxis;
  lastStep: number;
  /** Lines to be named in the chart that has the most. */
  mostLines: number;
}

/** Not drawn anew with each moment, but for the line at it. */
export const MeasureChart = memo(function MeasureChart({ measure, measured, y, lastStep, mostLines }: Props) {
  useLanguage();
  const { ref, width, height } = useSize<HTMLDivElement>();
  const { run, name, style } = measured;
  const names = run.layers.map((layer, l) =>
    width >= leastWidth ? `${l + 1} ${variant(layer.variant).short}` : String(l + 1),
  );
  // The chosen layer's name is bold.
  const room = leader + 1.1 * characterWidth * Math.max(...names.map(({ length }) => length)) + 6;
  return (
    <div
      className={`${chartClasses.framed} ${classes.chart} ${classes.measured}`}
      style={{ height: Math.max(leastHeight, nameHeight * mostLines + 80) }}
      data-testid="measure-chart"
      data-run={run.id}
      aria-hidden="true"
    >
      <p className={chartClasses.axisTitle}>
        <span>{entryName('layerMeasures', measure)}</span>
        <span>
          <RunSwatch style={style} /> {isolated(name)}
        </span>
      </p>
      <div ref={ref}>
        <PlotFrame
          width={width}
          height={height}
          x={{ ...stepAxis(0, lastStep, false, 5), log: false }}
          xLabel={t('inside.step')}
          y={y}
          right={room}
        >
          <Lines measured={measured} names={names} />
          <MomentLine />
        </PlotFrame>
      </div>
    </div>
  );
});

interface LinesProps {
  measured: MeasuredCourse;
  /** By layer. */
  names: readonly string[];
}

function Lines({ measured: { course }, names }: LinesProps) {
  const plot = usePlot();
  const chosen = useView((v) => v.layer);
  const right = plot.x + plot.width;
  const lines = course.layers.map((values, l) => {
    const points = values.map((value, i) => {
      const y = value === null ? Number.NaN : plot.vertical.place(value);
      return Number.isFinite(y)
        ? { x: pixel(plot.horizontal.place(course.steps[i] as number)), y: pixel(y) }
        : null;
    });
    return { l, points, end: points.findLast((point) => point !== null) };
  });
  const named = lines.flatMap(({ l, end }) => (end ? [{ l, ...end }] : []));
  const places = spread(
    named.map(({ y }) => y),
    nameHeight,
    plot.y,
    plot.y + plot.height,
  );
  // Of one layer alone: those of all would hide each other.
  const spans = (course.bands?.[chosen] ?? []).flatMap((band, i) => {
    const [low, high] = [band?.low, band?.high].map((end) => plot.vertical.place(end ?? Number.NaN));
    if (low === undefined || high === undefined || !(Number.isFinite(low) && Number.isFinite(high)))
      return [];
    return low === high ? [] : [bandPath(plot.horizontal.place(course.steps[i] as number), low, high)];
  });
  const colour = (l: number) => (l === chosen ? 'var(--accent)' : 'var(--ink-2)');
  return (
    <g fill="none">
      {spans.length > 0 && (
        <path d={spans.join('')} stroke="var(--accent)" strokeWidth={1.5} data-band={chosen} />
      )}
      {lines
        .toSorted((a, b) => Number(a.l === chosen) - Number(b.l === chosen))
        .map(({ l, points }) => (
          <path
            key={l}
            data-layer={l}
            d={gappedPath(points.map((point) => point && `${point.x} ${point.y}`))}
            stroke={colour(l)}
            strokeWidth={l === chosen ? 3.5 : 1.75}
            strokeDasharray={runStyle(l, false).dash}
          />
        ))}
      {named.map(({ l, x, y }, i) => (
        <g key={l} stroke={colour(l)}>
          <path
            d={`M${x} ${y}L${right + leader - 8} ${round(places[i] as number, 1)}h4`}
            strokeOpacity={0.6}
          />
          <text
            x={right + leader}
            y={places[i]}
            dy="0.35em"
            fill={colour(l)}
            stroke="none"
            fontSize={chartFontSize}
            fontWeight={l === chosen ? 750 : 500}
          >
            {names[l]}
          </text>
        </g>
      ))}
    </g>
  );
}
