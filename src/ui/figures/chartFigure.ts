/**
 * Draws a chart for paper: axes with ticks, curves with their marks, and a legend below, for there is no page around it.
 */

import { round } from 'es-toolkit';
import { cutLabel, isolated, labelWidth, visibleText } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { type Level, levelsWithin, placeNames } from '../charts/levels';
import { placeScale } from '../charts/placeScale';
import type { PlacedPoint } from '../charts/scaleLimit';
import type { Axis } from '../charts/ticks';
import { runStyle } from '../runStyle';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

interface FigureLine {
  name: string;
  /** The run's, its colour, dash and marker; null for a baseline: a thin dotted line. */
  style: number | null;
  line: readonly PlacedPoint[];
  marks: readonly PlacedPoint[];
  /** The edges of a band about the line. */
  band?: { low: readonly PlacedPoint[]; high: readonly PlacedPoint[] } | undefined;
}

export interface ChartContent {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  x: Axis & { label: string; log: boolean };
  y: Axis & { label: string; log: boolean };
  lines: readonly FigureLine[];
  /** What the legend says of what has no line. */
  unplaced?: readonly string[];
  /** Horizontal reference lines, such as chance. */
  levels: readonly Level[];
  /** Marked places on the lines. */
  points?: readonly FigurePoint[];
}

interface FigurePoint {
  /** Outline around the origin, to be scaled. */
  shape: string;
  /** Of the line; null of several. */
  style: number | null;
  /** The lines are seen through it. */
  isOpen?: boolean;
  /** A word beside it. */
  label?: string;
  x: number;
  y: number;
}

const width = 720;
const plot = { left: 72, right: 24, top: 8, height: 320 };
const legend = { top: plot.top + plot.height + 60, rowHeight: 22, swatch: 40, gap: 20 };

/** Width of a character of the legend, in CSS pixels, roughly. */
const characterWidth = 7.5;
/** Of the vertical axis, in characters: as many as stand beside it. */
const longestLabel = 46;

/**
 * Draws a chart for paper, as an SVG document. Points outside the axes' domains are cut off.
 * @returns the figure, 720 CSS pixels wide; its height grows with the rows of the legend
 */
export function chartFigure(content: ChartContent): Figure {
  const { x, y, lines, unplaced = [] } = content;
  const names = [...lines.map(({ name }) => name), ...unplaced];
  const plotWidth = width - plot.left - plot.right;
  const { place: toX } = placeScale(x.domain, x.log, [0, plotWidth]);
  const { place: toY } = placeScale(y.domain, y.log, [plot.height, 0]);
  const isInside = (point: PlacedPoint) =>
    !point.beyond && isWithin(x.domain, point.x) && isWithin(y.domain, point.y);
  const longest = Math.max(0, ...names.map((name) => labelWidth(visibleText(name))));
  const columnWidth = legend.swatch + characterWidth * longest + legend.gap;
  const columns = Math.max(1, Math.floor((plotWidth + legend.gap) / columnWidth));
  const rows = Math.ceil(names.length / columns);
  const inPlot = element(
    'g',
    { transform: `translate(${plot.left} ${plot.top})` },
    gridOf(content, toX, toY, plotWidth),
    levelLinesOf(content, toY, plotWidth),
    element('clipPath', { id: 'plot' }, element('rect', { width: plotWidth, height: plot.height })),
    ...lines.map((line) => curvesOf({ ...line, marks: line.marks.filter(isInside) }, toX, toY)),
    levelNamesOf(content, toX, toY, plotWidth),
    ...(content.points ?? []).filter(isInside).map((point) => pointOf(point, toX(point.x), toY(point.y))),
  );
  const keys = names.map((name, i) =>
    element(
      'g',
      {
        transform: `translate(${round(plot.left + (i % columns) * columnWidth, 1)} ${legend.top + Math.floor(i / columns) * legend.rowHeight})`,
      },
      swatchOf(lines[i]),
      textElement(name, { x: legend.swatch, y: 4.5 }),
    ),
  );
  const height = legend.top + rows * legend.rowHeight;
  return figure({ ...content, width, height }, inPlot + keys.join(''));
}

/**
 * Writes a chart's subtitle.
 * @param data what is learned @param what what the chart shows
 * @param beyond names of the lines that have values beyond the scale; they run along its upper edge there
 */
export function chartSubtitle(data: string, what: string, beyond: readonly string[]): string {
  if (beyond.length === 0) return t('figures.chart.subtitle', { data, what });
  const names = beyond.map(isolated).join(t('charts.listSeparator'));
  return t('figures.chart.subtitleBeyond', { data, what, names });
}

const isWithin = ([low, high]: [number, number], value: number) => value >= low && value <= high;

type Place = (value: number) => number;

function gridOf({ x, y }: ChartContent, toX: Place, toY: Place, plotWidth: number): string {
  const vertical = x.ticks.map((tick) => {
    const at = toX(tick);
    return (
      element('path', { d: `M${round(at, 2)} 0V${plot.height}`, stroke: ink.line, 'stroke-width': 0.75 }) +
      textElement(x.format(tick), { x: at, y: plot.height + 18, 'text-anchor': 'middle', fill: ink.quiet })
    );
  });
  const horizontal = y.ticks.map((tick) => {
    const at = toY(tick);
    return (
      element('path', { d: `M0 ${round(at, 2)}H${plotWidth}`, stroke: ink.line, 'stroke-width': 0.75 }) +
      textElement(y.format(tick), { x: -8, y: at + 4.5, 'text-anchor': 'end', fill: ink.quiet })
    );
  });
  const labels =
    textElement(x.label, { x: plotWidth / 2, y: plot.height + 38, 'text-anchor': 'middle' }) +
    textElement(cutLabel(visibleText(y.label), longestLabel), {
      transform: `translate(-54 ${plot.height / 2}) rotate(-90)`,
      'text-anchor': 'middle',
    });
  const frame = element('rect', {
    width: plotWidth,
    height: plot.height,
    fill: 'none',
    stroke: ink.quiet,
  });
  return vertical.join('') + horizontal.join('') + frame + labels;
}

function levelLinesOf({ y, levels }: ChartContent, toY: Place, plotWidth: number): string {
  const drawn = levelsWithin(levels, y.domain).map(({ value }) =>
    element('path', {
      d: `M0 ${round(toY(value), 2)}H${plotWidth}`,
      stroke: ink.quiet,
      'stroke-dasharray': '1 4',
    }),
  );
  return drawn.join('');
}

/** Where a name has to cover a curve it is read over it. */
function levelNamesOf({ y, levels, lines }: ChartContent, toX: Place, toY: Place, plotWidth: number): string {
  const height = 15;
  const shown = levelsWithin(levels, y.domain).map(({ name, value }) => ({
    name,
    y: toY(value),
    width: characterWidth * name.length,
  }));
  const places = placeNames({
    levels: shown,
    curves: lines
      .flatMap(({ line, marks }) => [line, marks])
      .map((points) => points.map((point) => ({ x: toX(point.x), y: toY(point.y) }))),
    plot: { left: 0, right: plotWidth, top: 0, bottom: plot.height },
    height,
  });
  const drawn = places.flatMap(({ x: right, y: middle }, i) => {
    const { name = '', width = 0 } = shown[i] ?? {};
    return [
      element('rect', {
        x: right - width,
        y: middle - height / 2,
        width,
        height,
        fill: ink.paper,
        'fill-opacity': 0.8,
      }),
      textElement(name, { x: right, y: middle + 4.5, 'text-anchor': 'end', fill: ink.quiet }),
    ];
  });
  return drawn.join('');
}

/** @returns a line's style on white paper, in whatever theme the page is */
function styleOf({ style, marks }: FigureLine) {
  if (style === null) return { colour: ink.quiet, dash: '1 4', mark: null };
  const own = runStyle(style, false);
  return marks.length > 0 ? own : { ...own, mark: null };
}

function curvesOf(line: FigureLine, toX: Place, toY: Place): string {
  const { colour, dash, mark } = styleOf(line);
  const at = ({ x, y }: PlacedPoint) => `${round(toX(x), 2)} ${round(toY(y), 2)}`;
  const path = (all: readonly PlacedPoint[], strokeWidth: number) => {
    const points = all.filter((point) => Number.isFinite(toX(point.x)) && Number.isFinite(toY(point.y)));
    return points.length > 0
      ? element('path', {
          d: `M${points.map(at).join('L')}`,
          'stroke-width': strokeWidth,
          'stroke-dasharray': dash,
          'clip-path': 'url(#plot)',
        })
      : '';
  };
  const drawn =
    mark === null
      ? []
      : line.marks.map((point) =>
          element('path', { d: mark, transform: `translate(${at(point)}) scale(4)`, fill: colour }),
        );
  return element(
    'g',
    { fill: 'none', stroke: colour, 'stroke-linejoin': 'round' },
    bandOf(line, colour, at),
    path(line.line, 2),
    element('g', { stroke: ink.paper, 'stroke-width': 0.25 }, ...drawn),
  );
}

function pointOf({ shape, style, isOpen = false, label }: FigurePoint, x: number, y: number): string {
  const colour = style === null ? ink.text : runStyle(style, false).colour;
  return (
    element('path', {
      d: shape,
      transform: `translate(${round(x, 2)} ${round(y, 2)}) scale(6)`,
      fill: isOpen ? 'none' : ink.paper,
      stroke: colour,
      'stroke-width': 0.35,
    }) +
    (label === undefined ? '' : textElement(label, { x: x + 9, y: y - 6, fill: colour, 'font-size': 12 }))
  );
}

function bandOf({ band }: FigureLine, fill: string, at: (point: PlacedPoint) => string): string {
  const outline = band ? [...band.low, ...band.high.toReversed()] : [];
  if (outline.length === 0) return '';
  return element('path', {
    d: `M${outline.map(at).join('L')}z`,
    fill,
    'fill-opacity': 0.2,
    stroke: 'none',
    'clip-path': 'url(#plot)',
  });
}

/** @param line undefined of what has none */
function swatchOf(line: FigureLine | undefined): string {
  if (!line) return '';
  const { colour, dash, mark } = styleOf(line);
  return (
    element('path', { d: 'M0 0H32', stroke: colour, 'stroke-width': 2.25, 'stroke-dasharray': dash }) +
    (mark === null ? '' : element('path', { d: mark, transform: 'translate(16 0) scale(4)', fill: colour }))
  );
}
