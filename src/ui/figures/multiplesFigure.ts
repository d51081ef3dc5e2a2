/** Draws small charts of the same lines side by side for paper, with one legend below. */
import { round } from 'es-toolkit';
import { bandPath, gappedPath, type MeasureAxis } from '../charts/layerAxis';
import { placeScale } from '../charts/placeScale';
import { spread } from '../charts/spread';
import { runStyle } from '../runStyle';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

interface MultipleLine {
  /** The place in the legend, which gives colour, dash and marker. */
  style: number;
  /** null leaves a gap; a band goes from `low` to `high`. */
  points: readonly ({ x: number; y: number; low?: number; high?: number } | null)[];
  /** At its end. */
  label?: string;
}

interface MultipleChart {
  title: string;
  x: MeasureAxis;
  /** null where nothing has a place: the chart says so. */
  y: MeasureAxis | null;
  lines: readonly MultipleLine[];
}

interface Content {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  charts: readonly MultipleChart[];
  /** In place of a chart without a vertical axis. */
  nothing: string;
  /** Whether each point has its marker. */
  marked: boolean;
  legend: readonly { style: number; name: string }[];
}

const margin = 16;
const plot = { width: 272, leastHeight: 110, left: 48, right: 26, top: 26, bottom: 36 };
const chartWidth = plot.left + plot.width + plot.right;
const columns = 2;
const legendRow = 22;
const labelHeight = 12;

export function multiplesFigure({ charts, nothing, marked, legend, ...sheet }: Content): Figure {
  // Names at the ends of lines stand one below the other.
  const named = charts.map(({ lines }) => lines.filter(({ label }) => label !== undefined).length);
  const height = Math.max(plot.leastHeight, labelHeight * Math.max(...named));
  const chartHeight = plot.top + height + plot.bottom;
  const drawn = charts.map((one, i) =>
    element(
      'g',
      { transform: `translate(${(i % columns) * chartWidth} ${Math.floor(i / columns) * chartHeight})` },
      textElement(one.title, { y: 14, 'font-weight': 600 }),
      element(
        'g',
        { transform: `translate(${plot.left} ${plot.top})` },
        ...(one.y
          ? [axesOf(one.x, one.y, height), linesOf(one, one.y, height, marked)]
          : [textElement(nothing, { y: height / 2, fill: ink.quiet })]),
      ),
    ),
  );
  const bottom = Math.ceil(charts.length / columns) * chartHeight + 12;
  const keys = legend.map(({ style, name }, i) => {
    const { colour, dash } = runStyle(style, false);
    return element(
      'g',
      { transform: `translate(0 ${bottom + i * legendRow})` },
      element('path', { d: 'M0 0H32', stroke: colour, 'stroke-width': 2.25, 'stroke-dasharray': dash }),
      marked
        ? element('path', { d: markOf(style), transform: 'translate(16 0) scale(4)', fill: colour })
        : '',
      textElement(name, { x: 40, y: 4.5 }),
    );
  });
  return figure(
    {
      ...sheet,
      width: Math.min(columns, charts.length) * chartWidth + 2 * margin,
      height: bottom + legend.length * legendRow,
    },
    element('g', { transform: `translate(${margin} 0)` }, ...drawn, ...keys),
  );
}

const markOf = (style: number) => runStyle(style, false).mark;

const places = (x: MeasureAxis, y: MeasureAxis, height: number) => ({
  toX: placeScale(x.domain, x.log, [0, plot.width]).place,
  toY: placeScale(y.domain, y.log, [height, 0]).place,
});

function axesOf(x: MeasureAxis, y: MeasureAxis, height: number): string {
  const { toX, toY } = places(x, y, height);
  const across = y.ticks.map(
    (tick) =>
      element('path', { d: `M0 ${round(toY(tick), 2)}H${plot.width}`, stroke: ink.line }) +
      textElement(y.format(tick), { x: -6, y: toY(tick) + 4.5, 'text-anchor': 'end', fill: ink.quiet }),
  );
  const below = x.ticks.map((tick) =>
    textElement(x.format(tick), {
      x: toX(tick),
      y: height + 18,
      'text-anchor': 'middle',
      fill: ink.quiet,
    }),
  );
  return [...across, ...below].join('');
}

function linesOf({ x, lines }: MultipleChart, y: MeasureAxis, height: number, marked: boolean): string {
  const { toX, toY } = places(x, y, height);
  const ends = lines.flatMap(({ style, label, points }) => {
    const last = points.findLast((point) => point !== null && Number.isFinite(toY(point.y)));
    return last && label !== undefined ? [{ label, style, y: toY(last.y) }] : [];
  });
  const middles = spread(
    ends.map((end) => end.y),
    labelHeight,
    0,
    height,
  );
  const labels = ends.map(({ label, style }, i) =>
    textElement(label, {
      x: plot.width + 6,
      y: (middles[i] as number) + 4,
      'font-size': 11,
      fill: runStyle(style, false).colour,
    }),
  );
  const drawn = lines.map(({ style, points }) => {
    const { colour, dash } = runStyle(style, false);
    const at = points.map((point) =>
      point && Number.isFinite(toY(point.y)) ? `${round(toX(point.x), 2)} ${round(toY(point.y), 2)}` : null,
    );
    const d = gappedPath(at);
    const bands = points.flatMap((point) =>
      point?.low !== undefined && point.high !== undefined && point.low < point.high
        ? [bandPath(toX(point.x), toY(point.low), toY(point.high))]
        : [],
    );
    return (
      (bands.length > 0 ? element('path', { d: bands.join(''), stroke: colour, 'stroke-width': 1.5 }) : '') +
      (d &&
        element('path', { d, fill: 'none', stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash })) +
      (marked
        ? at
            .map((point) =>
              point
                ? element('path', {
                    d: markOf(style),
                    transform: `translate(${point}) scale(4)`,
                    fill: colour,
                  })
                : '',
            )
            .join('')
        : '')
    );
  });
  return [...drawn, ...labels].join('');
}
