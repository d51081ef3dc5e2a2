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
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import {
  type CostMeasureId,
  cheaperFrom,
  costCurve,
  costLengths,
  costMeasures,
} from '../../../measure/costCurves';
import { useApp, useExperiment } from '../../AppContext';
import { chartFontSize, chartProps, gridProps, xAxisProps, yAxisProps } from '../../charts/axisProps';
import chartClasses from '../../charts/charts.module.css';
import { type CostLine, costAxis, costLineStyle, costLines, lengthAxis } from '../../charts/costLines';
import { spread } from '../../charts/spread';
import { costFigure } from '../../figures/costFigure';
import { figureFacts } from '../../figures/facts';
import { CopyTable } from '../../kit/CopyButtons';
import { SaveFigure } from '../../kit/SaveFigure';
import { useDark } from '../../kit/useDark';
import classes from './CostsPanel.module.css';

export function CostCurves() {
  const app = useApp();
  const { model, batch } = useExperiment((e) => e.experiment);
  const [measure, setMeasure] = useState<CostMeasureId>('prefill');
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  return (
    <div className={classes.part}>
      <h2>{t('costs.byLength.title')}</h2>
      <div className={classes.row}>
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
        <SaveFigure
          what={t('costs.byLength.save')}
          testId="save-costs"
          figure={() => costFigure(measure, sizes, figureFacts(app).link)}
        />
      </div>
      <CostChart measure={measure} sizes={sizes} />
      <Crossings measure={measure} sizes={sizes} />
      <CopyTable
        what={t('costs.byLength.copy')}
        testId="copy-costs"
        table={() => ({
          columns: ['variant', ...costLengths.map(String)],
          rows: variants.map(({ id, name }) => [name, ...costCurve(measure, id, sizes)]),
        })}
      />
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
        const { colour, dash } = costLineStyle(line?.style ?? 0, dark);
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

const [shortest] = costLengths as [number];

/** Room for names at the lines' ends, in CSS pixels, and the least width of a chart that has it. */
const namesRoom = 190;
const leastWidth = 480;

function CostChart({ measure, sizes }: { measure: CostMeasureId; sizes: CostSizes }) {
  const lines = costLines(measure, sizes);
  const { unit } = costMeasures[measure];
  const y = costAxis(measure, lines);
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
          stroke={costLineStyle(style, dark).colour}
          strokeWidth={2.75}
          strokeDasharray={costLineStyle(style, dark).dash}
        />
      ))}
      {named &&
        labels.map(({ name, style, y }, i) => (
          <g key={name} stroke={costLineStyle(style, dark).colour}>
            <path d={`M${right} ${y}L${right + 12} ${round(places[i] as number, 1)}h4`} />
            <text
              x={right + 20}
              y={places[i]}
              dy="0.35em"
              fill={costLineStyle(style, dark).colour}
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
