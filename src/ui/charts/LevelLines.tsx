/** Draws horizontal reference lines with their names: what a guess or a baseline comes to. */
import { characterWidth, chartFontSize } from './axisProps';
import type { RunPoints } from './drawing';
import { type Level, levelsWithin, placeNames } from './levels';
import { usePlot } from './Plot';

interface Props {
  levels: readonly Level[];
  /** Of the vertical axis; levels beyond it are left out. */
  domain: readonly [number, number];
  /** Curves that no name is to cover. */
  lines: readonly RunPoints[];
}

export function LevelLines({ levels, domain, lines }: Props) {
  const plot = usePlot();
  const { horizontal, vertical } = plot;
  const shown = levelsWithin(levels, domain).map((level) => ({ ...level, y: vertical.place(level.value) }));
  const right = plot.x + plot.width;
  const names = placeNames({
    levels: shown.map(({ name, y }) => ({ y, width: characterWidth * name.length })),
    curves: lines.map(({ train, validation }) =>
      (train.length > 0 ? train : validation).map(({ x, y }) => ({
        x: horizontal.place(x),
        y: vertical.place(y),
      })),
    ),
    plot: { left: plot.x, right, top: plot.y, bottom: plot.y + plot.height },
    height: chartFontSize + 2,
  });
  return shown.map(({ name, y }, i) => (
    <g key={name} data-testid={`level-${name}`}>
      <path d={`M${plot.x} ${y}H${right}`} stroke="var(--ink-2)" strokeWidth={1.5} strokeDasharray="2 5" />
      <text
        {...names[i]}
        dy="0.32em"
        textAnchor="end"
        fontSize={chartFontSize}
        fill="var(--ink-2)"
        stroke="var(--surface)"
        strokeWidth={4}
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        {name}
      </text>
    </g>
  ));
}
