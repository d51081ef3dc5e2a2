/**
 * Draws one head's map for paper: the pixels as an embedded picture, tokens along both sides, and the scale of weights.
 */

import { round } from 'es-toolkit';
import { cutLabel, labelWidth as widthOf } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';
import { weightScale } from './weightScale';

export interface MapContent {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  /** Text of each of T tokens. */
  tokens: readonly string[];
  /** A picture of the map, square, as a data URL. */
  picture: string;
}

const side = 560;
const right = 24;
/** Pixels beside the map for the axis' name, and for each character of the longest token. */
const labelWidth = { name: 34, character: 7 };

/** Pixels from one label to the next, at the least. */
const pitch = 13;
const mostCharacters = 12;

/** Draws one (T, T) map with its tokens along both sides, as many of them as fit. */
export function mapFigure(content: MapContent): Figure {
  const { tokens, picture } = content;
  const cell = side / tokens.length;
  const every = Math.ceil(pitch / cell);
  const shown = tokens.flatMap((token, i) =>
    i % every === 0 ? [{ token: cutLabel(token, mostCharacters), at: (i + 0.5) * cell }] : [],
  );
  const longest = Math.max(...shown.map(({ token }) => widthOf(token)));
  const beside = labelWidth.name + labelWidth.character * longest;
  const rows = shown.map(({ token, at }) =>
    textElement(token, { x: -6, y: at + 4, 'text-anchor': 'end', 'font-size': 11.5 }),
  );
  const keys = shown.map(({ token, at }) =>
    longest === 1
      ? textElement(token, { x: at, y: side + 14, 'text-anchor': 'middle', 'font-size': 11.5 })
      : textElement(token, {
          transform: `translate(${round(at + 4, 2)} ${side + 6}) rotate(-90)`,
          'text-anchor': 'end',
          'font-size': 11.5,
        }),
  );
  const map = element(
    'g',
    { transform: `translate(${beside} 0)` },
    element('image', {
      href: picture,
      width: side,
      height: side,
      preserveAspectRatio: 'none',
      style: 'image-rendering: pixelated',
    }),
    element('rect', { width: side, height: side, fill: 'none', stroke: ink.quiet }),
    ...rows,
    ...keys,
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
    // In the corner above the diagonal, where no map has weights.
    weightScale(side - 18, 22),
  );
  return figure({ ...content, width: beside + side + right, height: side + beside }, map);
}
