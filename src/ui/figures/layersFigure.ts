/** Draws the indicators of all layers for paper: a chart for each, a line for each run, and a legend below. */
import { formatFixed } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { type LayerIndicators, layerMeasures } from '../charts/layerMeasures';
import { runStyle } from '../runStyle';
import type { FigureFacts } from './facts';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

const margin = 16;
const chart = { width: 330, height: 172, left: 34, right: 14, top: 26, plot: 110 };
const columns = 2;
const legendRow = 22;

/** @param shown at least one run */
export function layersFigure(shown: readonly LayerIndicators[], { data, link }: FigureFacts): Figure {
  const count = Math.max(2, ...shown.map(({ layers }) => layers.length));
  const x = (layer: number) => chart.left + ((chart.width - chart.left - chart.right) * layer) / (count - 1);
  const y = (value: number) => chart.top + chart.plot * (1 - value);
  const charts = layerMeasures.map(({ id, of }, i) =>
    element(
      'g',
      {
        transform: `translate(${(i % columns) * chart.width} ${Math.floor(i / columns) * chart.height})`,
      },
      textElement(t(`inside.byLayer.${id}`), { y: 14, 'font-weight': 600 }),
      ...[0, 0.5, 1].map(
        (value) =>
          element('path', {
            d: `M${chart.left} ${y(value)}H${chart.width - chart.right}`,
            stroke: ink.line,
          }) +
          textElement(formatFixed(value, 1), {
            x: chart.left - 6,
            y: y(value) + 4.5,
            'text-anchor': 'end',
            fill: ink.quiet,
          }),
      ),
      ...Array.from({ length: count }, (_, l) =>
        count <= 12 || l % 4 === 0
          ? textElement(String(l + 1), { x: x(l), y: y(0) + 18, 'text-anchor': 'middle', fill: ink.quiet })
          : '',
      ),
      ...shown.map(({ style, layers }) => {
        const { colour, dash, mark } = runStyle(style, false);
        const points = layers.map((own, l) => own && `${x(l)} ${y(of(own))}`);
        const path = points.map((point, l) => (point ? `${points[l - 1] ? 'L' : 'M'}${point}` : '')).join('');
        return (
          (path &&
            element('path', {
              d: path,
              fill: 'none',
              stroke: colour,
              'stroke-width': 2,
              'stroke-dasharray': dash,
            })) +
          points
            .map((point) =>
              point
                ? element('path', { d: mark, transform: `translate(${point}) scale(4)`, fill: colour })
                : '',
            )
            .join('')
        );
      }),
    ),
  );
  const bottom = Math.ceil(layerMeasures.length / columns) * chart.height + 12;
  const keys = shown.map(({ run, style }, i) => {
    const { colour, dash, mark } = runStyle(style, false);
    return element(
      'g',
      { transform: `translate(0 ${bottom + i * legendRow})` },
      element('path', { d: 'M0 0H32', stroke: colour, 'stroke-width': 2.25, 'stroke-dasharray': dash }),
      element('path', { d: mark, transform: 'translate(16 0) scale(4)', fill: colour }),
      textElement(t('figures.layers.run', { run: run.name, step: String(shown[i]?.step ?? 0) }), {
        x: 40,
        y: 4.5,
      }),
    );
  });
  return figure(
    {
      name: 'indicators',
      title: t('inside.byLayer.table'),
      subtitle: t('figures.layers.subtitle', { data }),
      link,
      width: columns * chart.width + 2 * margin,
      height: bottom + shown.length * legendRow,
    },
    element('g', { transform: `translate(${margin} 0)` }, ...charts, ...keys),
  );
}
