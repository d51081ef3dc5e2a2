/** Charts what a layer of each variant costs against the length of the text, and says from which length on one is cheaper. */
import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { round } from 'es-toolkit';
import { useState } from 'react';
import {
  CartesianGrid,
  LineChart,
  ResponsiveContainer,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import type { CostSizes } from '../../../attention/variant';
import { variants } from '../../../attention/variants';
import { formatBytes } from '../../../format/bytes';
import { formatCompact, formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import {
  type CostMeasureId,
  cheaperFrom,
  costCurve,
  costLengths,
  costMeasures,
} from '../../../measure/costCurves';
import { useExperiment } from '../../AppContext';
import { chartFontSize, chartProps, gridProps, xAxisProps, yAxisProps } from '../../charts/axisProps';
import chartClasses from '../../charts/charts.module.css';
import { spread } from '../../charts/spread';
import type { Axis } from '../../charts/ticks';
import { useDark } from '../../kit/useDark';
import { runStyle } from '../../runStyle';
import classes from './CostsPanel.module.css';

/** Variants that cost the same, drawn as one line. */
interface CostLine {
  names: string[];
  /** Names a style: the place of its first variant in the registry. */
  style: number;
  /** One for each of `costLengths`. */
  costs: readonly number[];
}

/** What costs nothing has no place on a logarithmic axis. */
function costLines(measure: CostMeasureId, sizes: CostSizes): CostLine[] {
  const lines: CostLine[] = [];
  for (const [style, { id, name }] of variants.entries()) {
    const costs = costCurve(measure, id, sizes);
    if (costs.every((cost) => cost === 0)) continue;
    const same = lines.find((line) => line.costs.every((cost, i) => cost === costs[i]));
    if (same) same.names.push(name);
    else lines.push({ names: [name], style, costs });
  }
  return lines;
}

export function CostCurves() {
  const { model, batch } = useExperiment((e) => e.experiment);
  const [measure, setMeasure] = useState<CostMeasureId>('prefill');
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  return (
    <div className={classes.part}>
      <h2>{t('costs.byLength.title')}</h2>
      <SegmentedControl
        size="sm"
        aria-label={t('costs.byLength.measure')}
        data-testid="cost-measure"
        value={measure}
        onChange={(value) => setMeasure(value as CostMeasureId)}
        data={(Object.keys(costMeasures) as CostMeasureId[]).map((value) => ({
          value,
          label: t(`costs.byLength.${value}`),
        }))}
      />
      <CostChart measure={measure} sizes={sizes} />
      <Crossings measure={measure} sizes={sizes} />
    </div>
  );
}

/** Says from where each line is below standard's; names the lines too, where the chart has no room for that. */
function Crossings({ measure, sizes }: { measure: CostMeasureId; sizes: CostSizes }) {
  const dark = useDark();
  const lines = costLines(measure, sizes);
  return (
    <ul className={classes.crossings} data-testid="cost-crossings">
      {variants.map(({ id, name }) => {
        const from = cheaperFrom(measure, id, sizes);
        const key = id === 'standard' ? id : from === null ? 'never' : from === 1 ? 'always' : 'from';
        const line = lines.find(({ names }) => names.includes(name));
        const { colour, dash } = lineStyle(line?.style ?? 0, dark);
        return (
          <li key={id}>
            <svg width={30} height={10} viewBox="0 0 30 10" aria-hidden="true">
              {line && <path d="M0 5H30" stroke={colour} strokeWidth={2.75} strokeDasharray={dash} />}
            </svg>
            {t(`costs.byLength.${key}`, { variant: name, length: formatCount(from ?? 0) })}
          </li>
        );
      })}
    </ul>
  );
}

const [shortest, longest] = [costLengths[0] as number, costLengths.at(-1) as number];

/** @param wide whether there is room for every third of the lengths */
const lengthAxis = (wide: boolean): Axis => ({
  domain: [shortest, longest],
  ticks: costLengths.filter((_, i) => i % (wide ? 3 : 6) === 0),
  format: formatCount,
});

/** A logarithmic axis in powers of ten, or of 1,024 for bytes. */
function costAxis(lines: readonly CostLine[], unit: 'flops' | 'bytes'): Axis {
  const values = lines.flatMap(({ costs }) => costs).filter((cost) => cost > 0);
  const base = unit === 'bytes' ? 32 : 10;
  const first = Math.floor(Math.log(Math.min(...values)) / Math.log(base));
  const last = Math.ceil(Math.log(Math.max(...values)) / Math.log(base));
  const every = Math.ceil((last - first) / 5);
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    domain: [base ** first, base ** last],
    ticks: powers.filter((_, i) => i % every === 0).map((power) => base ** power),
    format: unit === 'bytes' ? formatBytes : formatCompact,
  };
}

/** Room for names at the lines' ends, in CSS pixels, and the least width of a chart that has it. */
const namesRoom = 190;
const leastWidth = 480;

function CostChart({ measure, sizes }: { measure: CostMeasureId; sizes: CostSizes }) {
  const lines = costLines(measure, sizes);
  const { unit } = costMeasures[measure];
  const y = costAxis(lines, unit);
  const atLength = variants.flatMap(({ id }) => {
    const from = cheaperFrom(measure, id, sizes);
    if (from === null || from <= shortest) return [];
    return [{ x: from, y: costMeasures[measure].of('standard', { ...sizes, L: from }) }];
  });
  const { ref, width } = useElementSize();
  const room = width >= leastWidth ? namesRoom : 0;
  return (
    <div ref={ref} className={classes.chart} data-testid="cost-chart" aria-hidden="true">
      <p className={chartClasses.axisTitle}>{t(`costs.byLength.${unit}`)}</p>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart {...chartProps(room || undefined)}>
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(lengthAxis(room > 0), t('costs.byLength.length'))} scale="log" />
          <YAxis {...yAxisProps(y)} scale="log" />
          <Lines lines={lines} crossings={atLength} named={room > 0} />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

interface LinesProps {
  lines: readonly CostLine[];
  crossings: readonly { x: number; y: number }[];
  named: boolean;
}

/** The style of a variant's line, by its place in the registry; a second round of colours has a dash of its own. */
function lineStyle(style: number, dark: boolean) {
  const { colour, dash } = runStyle(style, dark);
  return { colour, dash: style < 8 ? dash : '14 3 3 3 3 3' };
}

function Lines({ lines, crossings, named }: LinesProps) {
  const plot = usePlotArea();
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const dark = useDark();
  if (!plot || !toX || !toY) return null;
  const at = (x: number, y: number) => `${round(toX(x) ?? 0, 1)} ${round(toY(y) ?? 0, 1)}`;
  const right = plot.x + plot.width;
  const labels = lines.flatMap(({ names, style, costs }) =>
    names.map((name) => ({ name, style, y: round(toY(costs.at(-1) as number) ?? 0, 1) })),
  );
  const places = spread(
    labels.map(({ y }) => y),
    chartFontSize + 4,
    plot.y,
    plot.y + plot.height,
  );
  return (
    <g fill="none">
      {lines.map(({ names, style, costs }) => (
        <path
          key={style}
          data-line={names.join(', ')}
          d={`M${costs.map((cost, n) => at(costLengths[n] as number, cost)).join('L')}`}
          stroke={lineStyle(style, dark).colour}
          strokeWidth={2.75}
          strokeDasharray={lineStyle(style, dark).dash}
        />
      ))}
      {named &&
        labels.map(({ name, style, y }, i) => (
          <g key={name} stroke={lineStyle(style, dark).colour}>
            <path d={`M${right} ${y}L${right + 12} ${round(places[i] as number, 1)}h4`} />
            <text
              x={right + 20}
              y={places[i]}
              dy="0.35em"
              fill={lineStyle(style, dark).colour}
              stroke="none"
              fontSize={chartFontSize}
              fontWeight={650}
            >
              {name}
            </text>
          </g>
        ))}
      {crossings.map(({ x, y }) => (
        <circle
          key={x}
          cx={round(toX(x) ?? 0, 1)}
          cy={round(toY(y) ?? 0, 1)}
          r={6}
          stroke="var(--ink)"
          strokeWidth={2}
        />
      ))}
    </g>
  );
}
