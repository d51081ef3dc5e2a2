/**
 * Every map of a run on one sheet: layers from the last to the first, as a stack is drawn, and their heads side by side.
 */
import { t } from '../../i18n/i18n';
import type { Colouring } from '../heatmap/colouring';
import { colourScale } from './colourScale';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

export interface GridContent {
  name: string;
  title: string;
  subtitle: string;
  link: string;
  colouring: Colouring;
  /** From the lowest to the highest: the first layer to the last. */
  layers: readonly GridRow[];
  /** What stands above each column of maps. */
  columns: readonly string[];
}

export interface GridRow {
  title: string;
  /** Of its variant, say. */
  name: string;
  /** A square picture for each column, as a data URL, null where it has none there; null where the layer mixes no tokens. */
  pictures: readonly (string | null)[] | null;
}

const margin = 16;
/** Pixels for a layer's name. */
const nameWidth = 150;
const gap = 8;
/** Pixels above the maps for the heads' numbers, and above those for the scale. */
const above = { heads: 18, scale: 36 };
/** The sheet is about this wide, and no map larger or smaller than is read well. */
const wanted = { width: 900, least: 48, most: 180 };
const leastWidth = 420;

/**
 * Draws (layers × heads) maps on one sheet.
 * @returns the figure, about 900 CSS pixels wide where its maps' sides stay within 48 to 180, and at least 420
 */
export function gridFigure({ layers, colouring, columns, ...sheet }: GridContent): Figure {
  const heads = Math.max(1, ...layers.map(({ pictures }) => pictures?.length ?? 0));
  const available = (wanted.width - nameWidth - 2 * margin) / heads - gap;
  const side = Math.round(Math.min(wanted.most, Math.max(wanted.least, available)));
  const width = Math.max(leastWidth, nameWidth + 2 * margin + heads * (side + gap) - gap);
  const top = above.scale + above.heads;
  const numbers = columns.map((name, head) =>
    textElement(name, {
      x: nameWidth + margin + head * (side + gap) + side / 2,
      y: top - 6,
      'text-anchor': 'middle',
      'font-size': 11.5,
      fill: ink.quiet,
    }),
  );
  const rows = layers.map((layer, l) => {
    const y = top + (layers.length - 1 - l) * (side + gap);
    return element('g', { transform: `translate(${margin} ${y})` }, ...rowOf(layer, side));
  });
  const height = top + layers.length * (side + gap) - gap;
  return figure(
    { ...sheet, width, height },
    colourScale(colouring, width - margin, 0) + numbers.join('') + rows.join(''),
  );
}

function rowOf({ title, name, pictures }: GridRow, side: number): string[] {
  const middle = side / 2;
  const names = [
    textElement(title, { y: middle - 3, 'font-weight': 600 }),
    textElement(name, { y: middle + 14, fill: ink.quiet }),
  ];
  if (!pictures)
    return [
      ...names,
      textElement(t('figures.maps.mixesNoTokens'), { x: nameWidth, y: middle + 4, fill: ink.quiet }),
    ];
  const maps = pictures.map((href, head) => {
    if (href === null) return '';
    const at = { x: nameWidth + head * (side + gap), y: 0, width: side, height: side };
    return squarePicture(href, at);
  });
  return [...names, ...maps];
}

/** A picture whose cells stay sharp, in a frame. */
export const squarePicture = (href: string, at: Record<'x' | 'y' | 'width' | 'height', number>): string =>
  element('image', { href, ...at, preserveAspectRatio: 'none', style: 'image-rendering: pixelated' }) +
  element('rect', { ...at, fill: 'none', stroke: ink.quiet });
