/** Charts what layers cost against the length of the text, on logarithmic axes, with the lengths at which lines cross the yardstick's. */
import { useElementSize } from '@mantine/hooks';
import { round } from 'es-toolkit';
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
import { cutLabel, visibleText } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import {
  type CostMeasureId,
  cheaperFrom,
  costLengths,
  costMeasures,
  costOf,
} from '../../../measure/costCurves';
import { chartFontSize, chartProps, gridProps, xAxisProps, yAxisProps } from '../../charts/axisProps';
import chartClasses from '../../charts/charts.module.css';
import {
  type CostItem,
  type CostLine,
  costAxis,
  costLineStyle,
  costLines,
  lengthAxis,
} from '../../charts/costLines';
import { spread } from '../../charts/spread';
import { useDark } from '../../kit/useDark';
import classes from './CostsPanel.module.css';

const [shortest] = costLengths as [number];

/** Room for names at the lines' ends, in CSS pixels, and the least width of a chart that has it. */
const namesRoom = 190;
const leastWidth = 480;

/** Signs of a name beside its line, at most. */
const longestName = 22;

interface Props {
  measure: CostMeasureId;
  items: readonly CostItem[];
  /** What the others are held against. */
  yardstick: CostItem;
  sizes: CostSizes;
}

export function CostChart({ measure, items, yardstick, sizes }: Props) {
  const lines = costLines(measure, items, sizes);
  const { unit } = costMeasures[measure];
  const y = lines.length > 0 ? costAxis(measure, lines) : null;
  const atLength = items.flatMap(({ layers }) => {
    const from = cheaperFrom(measure, layers, yardstick.layers, sizes);
    if (from === null || from <= shortest) return [];
    return [{ x: from, y: costOf(measure, yardstick.layers, { ...sizes, L: from }) }];
  });
  const { ref, width } = useElementSize();
  const room = width >= leastWidth ? namesRoom : 0;
  if (!y) return <p className="muted">{t('costs.byLength.nothing')}</p>;
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
          <g key={`${style} ${name}`} stroke={costLineStyle(style, dark).colour}>
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
              {cutLabel(visibleText(name), longestName)}
            </text>
          </g>
        ))}
      {crossings.map(({ x, y }) => (
        <circle
          key={`${x} ${y}`}
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
