/** The legend of a map's colours. */
import { t } from '../../i18n/i18n';
import { stops } from '../heatmap/colormap';
import { ink } from './paper';
import { element, textElement } from './svg';

const scale = { width: 160, height: 10 };
/** Of the figure 1 behind the scale. */
const endWidth = 16;

/**
 * Draws the legend of weights 0 to 1.
 * @param right x of its right end, CSS pixels
 * @param top y of its upper end, CSS pixels
 * @returns SVG markup
 */
export function weightScale(right: number, top: number): string {
  const left = right - endWidth - scale.width;
  const colours = stops.map((colour, i) =>
    element('stop', { offset: i / (stops.length - 1), 'stop-color': `rgb(${colour.join(' ')})` }),
  );
  return (
    element('linearGradient', { id: 'weights' }, ...colours) +
    textElement(t('figures.maps.weights'), {
      x: left - 6,
      y: top + 9,
      'text-anchor': 'end',
      fill: ink.quiet,
    }) +
    element('rect', { x: left, y: top, ...scale, fill: 'url(#weights)' }) +
    textElement('1', { x: left + scale.width + 6, y: top + 9, fill: ink.quiet })
  );
}
