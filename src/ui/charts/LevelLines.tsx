/** Draws horizontal reference lines, behind the curves, and their names over them: what a guess or a baseline comes to. */
import { characterWidth, chartFontSize } from './axisProps';
import type { RunPoints } from './drawing';
import { type Level, levelsWithin, placeNames } from './levels';
import { type Plot, usePlot } from './Plot';

interface Props {
  levels: readonly Level[];
  /** Of the vertical axis; levels beyond it are left out. */
  domain: readonly [number, number];
}

export function LevelLines({ levels, domain }: Props) {
  const plot = usePlot();
  return shownLevels(levels, domain, plot).map(({ name, y }) => (
    <path
      key={name}
      d={`M${plot.x} ${y}h${plot.width}`}
      stroke="var(--ink-2)"
      strokeWidth={1.5}
      strokeDasharray="2 5"
    />
  ));
}

/** @param lines curves that no name is to cover; where one has to, it is read over them */
export function LevelNames({ levels, domain, lines }: Props & { lines: readonly RunPoints[] }) {
  const plot = usePlot();
  const { horizontal, vertical } = plot;
  const shown = shownLevels(levels, domain, plot);
  const names = placeNames({
    levels: shown.map(({ name, y }) => ({ y, width: characterWidth * name.length })),
    curves: lines
      .flatMap(({ train, validation }) => [train, validation])
      .map((points) => points.map(({ x, y }) => ({ x: horizontal.place(x), y: vertical.place(y) }))),
    plot: { left: plot.x, right: plot.x + plot.width, top: plot.y, bottom: plot.y + plot.height },
    height: chartFontSize + 2,
  });
  return shown.map(({ name }, i) => (
    <text
      key={name}
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
  ));
}

const shownLevels = (levels: readonly Level[], domain: Props['domain'], { vertical }: Plot) =>
  levelsWithin(levels, domain).map(({ name, value }) => ({ name, y: vertical.place(value) }));
