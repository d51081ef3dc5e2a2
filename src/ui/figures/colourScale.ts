/** The legend of a map's colours. */
import { t } from '../../i18n/i18n';
import { legendValue } from '../heatmap/ColourLegend';
import type { Colouring } from '../heatmap/colouring';
import { ink } from './paper';
import { element, textElement } from './svg';

const scale = { width: 160, height: 10 };
/** Of the value behind the scale: a gap, and each of its characters. */
const end = { gap: 6, character: 8 };

/**
 * Draws the legend of a colouring: the scale with the values at its ends, and below it that in its middle.
 * @param right x of its right end, CSS pixels
 * @param top y of its upper end, CSS pixels
 * @returns SVG markup
 */
export function colourScale(colouring: Colouring, right: number, top: number): string {
  const { stops, kind } = colouring;
  const [low = '', middle = '', high = ''] = colouring.ends.map((value) => legendValue(value, colouring));
  const left = right - end.gap - end.character * high.length - scale.width;
  // One of a kind stands on a sheet.
  const id = `scale-${kind}`;
  const colours = stops.map((colour, i) =>
    element('stop', { offset: i / (stops.length - 1), 'stop-color': `rgb(${colour.join(' ')})` }),
  );
  return (
    element('linearGradient', { id }, ...colours) +
    textElement(t(`figures.maps.legend.${kind}`, { low }), {
      x: left - 6,
      y: top + 9,
      'text-anchor': 'end',
      fill: ink.quiet,
    }) +
    element('rect', { x: left, y: top, ...scale, fill: `url(#${id})` }) +
    textElement(high, { x: left + scale.width + end.gap, y: top + 9, fill: ink.quiet }) +
    textElement(middle, {
      x: left + scale.width / 2,
      y: top + 23,
      'text-anchor': 'middle',
      'font-size': 11,
      fill: ink.quiet,
    })
  );
}
