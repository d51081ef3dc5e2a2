/** Charts what layers cost against the length of the text, on logarithmic axes, with the lengths at which lines cross the yardstick's. */
import { round } from 'es-toolkit';
import type { CostSizes } from '../../../attention/variant';
import { t } from '../../../i18n/i18n';
import { type CostMeasureId, costLengths, costMeasures } from '../../../measure/costCurves';
import { chartFontSize } from '../../charts/axisProps';
import chartClasses from '../../charts/charts.module.css';
import {
  type CostCrossing,
  type CostItem,
  type CostLine,
  costAxis,
  costCrossings,
  costLines,
  lengthAxis,
} from '../../charts/costLines';
import { PlotFrame, usePlot } from '../../charts/Plot';
import { pixel } from '../../charts/pixel';
import { spread } from '../../charts/spread';
import { ClippedName } from '../../kit/ClippedName';
import { useDark } from '../../kit/useDark';
import { useSize } from '../../kit/useSize';
import { runStyle } from '../../runStyle';
import classes from './CostsPanel.module.css';

/** Room for marks and names at the lines' ends, in CSS pixels, and the least width of a chart that has it. */
const namesRoom = 236;
const leastWidth = 520;

/** Of a name beside its line, in CSS pixels. */
const nameHeight = 20;

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
  const crossings = costCrossings(measure, items, yardstick, sizes);
  const { ref, width, height } = useSize<HTMLDivElement>();
  const room = width >= leastWidth ? namesRoom : 0;
  if (!y) return <p className="muted">{t('costs.byLength.nothing')}</p>;
  return (
    <div className={`${chartClasses.framed} ${classes.chart}`} data-testid="cost-chart" aria-hidden="true">
      <p className={chartClasses.axisTitle}>{t(`costs.byLength.${unit}`)}</p>
      <div ref={ref}>
        <PlotFrame
          width={width}
          height={height}
          x={{ ...lengthAxis(room > 0), log: true }}
          xLabel={t('costs.byLength.length')}
          y={{ ...y, log: true }}
          right={room || 20}
        >
          <Lines lines={lines} crossings={crossings} named={room > 0} />
        </PlotFrame>
      </div>
    </div>
  );
}

interface LinesProps {
  lines: readonly CostLine[];
  crossings: readonly CostCrossing[];
  named: boolean;
}

function Lines({ lines, crossings, named }: LinesProps) {
  const plot = usePlot();
  const dark = useDark();
  const toX = (value: number) => pixel(plot.horizontal.place(value));
  const toY = (value: number) => pixel(plot.vertical.place(value));
  const at = (x: number, y: number) => `${toX(x)} ${toY(y)}`;
  const right = plot.x + plot.width;
  const labels = lines.flatMap(({ names, style, costs }) =>
    names.map((name) => ({ name, style, y: toY(costs.at(-1) as number) })),
  );
  const places = spread(
    labels.map(({ y }) => y),
    chartFontSize + 4,
    plot.y,
    plot.y + plot.height,
  );
  return (
    <g fill="none">
      {lines.map(({ id, names, style, costs, marks }) => {
        const { colour, dash, mark } = runStyle(style, dark);
        return (
          <g key={id} data-line={names.join(', ')} stroke={colour}>
            <path
              d={`M${costs.map((cost, n) => at(costLengths[n] as number, cost)).join('L')}`}
              strokeWidth={2.75}
              strokeDasharray={dash}
            />
            <g fill={colour} stroke="var(--surface)" strokeWidth={0.25}>
              {marks.map(({ x, y }) => (
                <path key={x} d={mark} transform={`translate(${at(x, y)}) scale(5.4)`} />
              ))}
            </g>
          </g>
        );
      })}
      {named &&
        labels.map(({ name, style, y }, i) => {
          const { colour, mark } = runStyle(style, dark);
          const place = round(places[i] as number, 1);
          return (
            <g key={`${style} ${name}`} stroke={colour}>
              <path d={`M${right} ${y}L${right + 12} ${place}h4`} />
              <g fill={colour} stroke="none">
                <path d={mark} transform={`translate(${right + 25} ${place}) scale(5)`} />
              </g>
              {/* Text of the page, not of the picture: it is cut to its room. */}
              <foreignObject
                x={right + 36}
                y={place - nameHeight / 2}
                width={namesRoom - 36}
                height={nameHeight}
              >
                <div className={classes.lineName} style={{ color: colour, fontSize: chartFontSize }}>
                  <ClippedName text={name} room={namesRoom - 36} />
                </div>
              </foreignObject>
            </g>
          );
        })}
      {crossings.map(({ x, y }) => (
        <circle key={x} cx={toX(x)} cy={toY(y)} r={6} stroke="var(--ink)" strokeWidth={2} />
      ))}
    </g>
  );
}
