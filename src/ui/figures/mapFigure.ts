/**
 * Draws maps for paper, one or several beside each other: the pixels as embedded pictures, tokens along both sides, and the
 * scales of their colours.
 */

import { round } from 'es-toolkit';
import { cutLabel, labelWidth as widthOf } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { Colouring } from '../heatmap/colouring';
import { colourScale } from './colourScale';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

interface DrawnMap {
  /** Stands above it where there are several. */
  name: string;
  /** A picture of the map, square, as a data URL. */
  picture: string;
  colouring: Colouring;
  /** The sums of its rows and columns as outlines, a unit a token; null for none. */
  bars: { rows: string; columns: string } | null;
}

export interface MapContent {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  /** Texts of the queries and of the keys that are drawn, as many of each. */
  queries: readonly string[];
  keys: readonly string[];
  maps: readonly DrawnMap[];
}

/** Of one map, and of each of several. */
const sides = { one: 560, several: 400 };
const right = 24;
/** Length of the bars of sums, beside the map and above it. */
const barLength = 18;
/** Above several maps for their names. */
const nameHeight = 22;
/** Pixels beside the map for the axis' name, and for each character of the longest token. */
const labelWidth = { name: 34, character: 7 };

/** Pixels from one label to the next, at the least. */
const pitch = 13;
const mostCharacters = 12;

/** Draws the maps with their tokens along both sides, as many of them as fit. */
export function mapFigure({ queries, keys, maps, ...sheet }: MapContent): Figure {
  const isOne = maps.length === 1;
  const side = isOne ? sides.one : sides.several;
  const top = (isOne ? 0 : nameHeight) + (maps.some(({ bars }) => bars) ? barLength + 4 : 0);
  const [rows, columns] = [labelsOf(queries, side), labelsOf(keys, side)];
  const longest = Math.max(...[...rows, ...columns].map(({ token }) => widthOf(token)));
  const beside = labelWidth.name + labelWidth.character * longest;
  const width = beside + side + right;
  const drawn = maps.map((map, i) =>
    element(
      'g',
      { transform: `translate(${i * width + beside} ${top})` },
      ...(isOne ? [] : [textElement(map.name, { y: nameHeight - 8 - top, 'font-weight': 600 })]),
      element('image', {
        href: map.picture,
        width: side,
        height: side,
        preserveAspectRatio: 'none',
        style: 'image-rendering: pixelated',
      }),
      element('rect', { width: side, height: side, fill: 'none', stroke: ink.quiet }),
      ...(map.bars ? barsOf(map.bars, queries.length, side) : []),
      ...axisLabels(rows, columns, side, longest),
      textElement(t('figures.maps.query'), {
        transform: `translate(${16 - beside} ${side / 2}) rotate(-90)`,
        'text-anchor': 'middle',
        fill: ink.quiet,
      }),
      textElement(t('figures.maps.key'), {
        x: side / 2,
        y: side + beside - 6,
        'text-anchor': 'middle',
        fill: ink.quiet,
      }),
    ),
  );
  // Below them: what is seen of a map may fill its square.
  const kinds = new Map(maps.map(({ colouring }) => [colouring.kind, colouring]));
  const legends = [...kinds.values()].map((colouring, i) =>
    colourScale(colouring, beside + side - 6 + i * width * (maps.length - 1), top + side + beside + 8),
  );
  return figure(
    { ...sheet, width: width * maps.length, height: top + side + beside + 34 },
    [...drawn, ...legends].join(''),
  );
}

/** Bars of sums: of rows at the right, of columns above. */
function barsOf(
  { rows, columns }: { rows: string; columns: string },
  tokens: number,
  side: number,
): string[] {
  const unit = side / tokens;
  const drawn = (d: string, transform: string) => element('path', { d, transform, fill: ink.quiet });
  return [
    drawn(rows, `translate(${side + 2} 0) scale(${barLength} ${unit})`),
    drawn(columns, `translate(0 ${-barLength - 2}) scale(${unit} ${barLength})`),
  ];
}

interface Label {
  token: string;
  /** Pixels along its axis. */
  at: number;
}

function labelsOf(tokens: readonly string[], side: number): Label[] {
  const cell = side / tokens.length;
  const every = Math.ceil(pitch / cell);
  return tokens.flatMap((token, i) =>
    i % every === 0 ? [{ token: cutLabel(token, mostCharacters), at: (i + 0.5) * cell }] : [],
  );
}

function axisLabels(
  rows: readonly Label[],
  columns: readonly Label[],
  side: number,
  longest: number,
): string[] {
  return [
    ...rows.map(({ token, at }) =>
      textElement(token, { x: -6, y: at + 4, 'text-anchor': 'end', 'font-size': 11.5 }),
    ),
    ...columns.map(({ token, at }) =>
      longest === 1
        ? textElement(token, { x: at, y: side + 14, 'text-anchor': 'middle', 'font-size': 11.5 })
        : textElement(token, {
            transform: `translate(${round(at + 4, 2)} ${side + 6}) rotate(-90)`,
            'text-anchor': 'end',
            'font-size': 11.5,
          }),
    ),
  ];
}
