/** Draws horizontal reference lines with their names: what a guess or a baseline comes to. */
import { usePlotArea, useYAxisScale } from 'recharts';
import { chartFontSize } from './axisProps';
import { spread } from './spread';

/** A horizontal reference line, in the chart's unit. */
export interface Level {
  name: string;
  value: number;
}

/** From a line to the middle of its name, which stands above it; from name to name. */
const above = 10;
const lineHeight = 19;

/** @param domain of the vertical axis; levels beyond it are left out */
export function LevelLines({
  levels,
  domain,
}: {
  levels: readonly Level[];
  domain: readonly [number, number];
}) {
  const plot = usePlotArea();
  const toY = useYAxisScale();
  if (!plot || !toY) return null;
  const shown = levelsWithin(levels, domain).map((level) => ({ ...level, y: toY(level.value) ?? 0 }));
  const right = plot.x + plot.width;
  const names = spread(
    shown.map(({ y }) => y - above),
    lineHeight,
    plot.y + above,
    plot.y + plot.height - above,
  );
  return shown.map(({ name, y }, i) => (
    <g key={name} data-testid={`level-${name}`}>
      <path d={`M${plot.x} ${y}H${right}`} stroke="var(--ink-2)" strokeWidth={1.5} strokeDasharray="2 5" />
      <text
        x={right - 6}
        y={names[i]}
        dy="0.32em"
        textAnchor="end"
        fontSize={chartFontSize}
        fill="var(--ink-2)"
        stroke="var(--surface)"
        strokeWidth={5}
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        {name}
      </text>
    </g>
  ));
}

/** Returns the levels that an axis holds. */
export const levelsWithin = (levels: readonly Level[], [low, high]: readonly [number, number]): Level[] =>
  levels.filter(({ value }) => value >= low && value <= high);
