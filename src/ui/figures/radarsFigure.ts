/** Draws the radars of each layer for paper (Fig. 1), runs overlaid, and a legend below. */
import { range } from 'es-toolkit';
import { formatFixed } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { bandAt, type MeasuredRun, namesWithoutMap } from '../charts/layerAxis';
import { radarEnd, radarPath, radarRings, radarSheet, radarSpokes } from '../charts/radar';
import { runStyle } from '../runStyle';
import type { FigureFacts } from './facts';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

const margin = 16;
const mostColumns = 3;
/** Above a radar for its layer, and below it for who has no map. */
const above = 22;
const cell = { width: radarSheet.width, height: above + radarSheet.height + 24 };
const legendRow = 22;

/** @param shown at least one run */
export function radarsFigure(shown: readonly MeasuredRun[], { data, link }: FigureFacts): Figure {
  const layers = range(Math.max(...shown.map(({ run }) => run.layers.length)));
  const columns = Math.min(mostColumns, layers.length);
  const end = radarEnd(shown);
  const radars = layers.map((l) =>
    element(
      'g',
      { transform: `translate(${(l % columns) * cell.width} ${Math.floor(l / columns) * cell.height})` },
      textElement(t('inside.layer', { layer: l + 1 }), { y: 14, 'font-weight': 600 }),
      element('g', { transform: `translate(0 ${above})` }, radarOf(shown, l, end)),
    ),
  );
  const bottom = Math.ceil(layers.length / columns) * cell.height + 12;
  const keys = shown.map(({ name, style, step }, i) => {
    const { colour, dash } = runStyle(style, false);
    return element(
      'g',
      { transform: `translate(0 ${bottom + i * legendRow})` },
      element('path', { d: 'M0 0H32', stroke: colour, 'stroke-width': 2.25, 'stroke-dasharray': dash }),
      textElement(t('figures.layers.run', { run: isolated(name), step: String(step) }), {
        x: 40,
        y: 4.5,
      }),
    );
  });
  return figure(
    {
      name: 'radars',
      title: t('inside.byLayer.radar'),
      subtitle: t('figures.layers.radars', { data, end: formatFixed(end, 1) }),
      link,
      width: columns * cell.width + 2 * margin,
      height: bottom + shown.length * legendRow,
    },
    element('g', { transform: `translate(${margin} 0)` }, ...radars, ...keys),
  );
}

function radarOf(shown: readonly MeasuredRun[], l: number, end: number): string {
  const spokes = radarSpokes().map(
    ({ path, name, at: { x, y, anchor } }) =>
      element('path', { d: path, stroke: ink.line }) +
      textElement(name, { x, y: y + 4.5, 'text-anchor': anchor, fill: ink.quiet }),
  );
  const outlines = shown.map((one) => {
    const path = radarPath(end, (of) => bandAt(one, of, l)?.mean ?? null);
    const { colour, dash } = runStyle(one.style, false);
    return path
      ? element('path', {
          d: path,
          fill: colour,
          'fill-opacity': 0.14,
          stroke: colour,
          'stroke-width': 2,
          'stroke-dasharray': dash,
        })
      : '';
  });
  const mapless = namesWithoutMap(shown, l);
  return [
    element('path', { d: radarRings, fill: 'none', stroke: ink.line }),
    ...spokes,
    ...outlines,
    mapless
      ? textElement(t('inside.byLayer.mapless', { runs: mapless }), {
          x: radarSheet.width / 2,
          y: radarSheet.height + 12,
          'text-anchor': 'middle',
        })
      : '',
  ].join('');
}
