/** Draws the measures of all layers for paper: a chart for each, a line for each run, and a legend below. */
import { range } from 'es-toolkit';
import { isolated } from '../../format/visible';
import { entryName } from '../../format/words';
import { t } from '../../i18n/i18n';
import { layerMeasures } from '../../measure/layerMeasures';
import { bandsOver, type MeasuredRun, measureAxis } from '../charts/layerAxis';
import type { FigureFacts } from './facts';
import { multiplesFigure } from './multiplesFigure';
import type { Figure } from './paper';

/** @param shown at least one run */
export function layersFigure(shown: readonly MeasuredRun[], { data, link }: FigureFacts): Figure {
  const count = Math.max(2, ...shown.map(({ run }) => run.layers.length));
  const x = {
    domain: [0, count - 1] as [number, number],
    ticks: range(count).filter((l) => count <= 12 || l % 4 === 0),
    format: (l: number) => String(l + 1),
    log: false,
  };
  return multiplesFigure({
    name: 'indicators',
    title: t('inside.byLayer.table'),
    subtitle: t('figures.layers.subtitle', { data }),
    link,
    nothing: t('inside.course.nothing'),
    marked: true,
    charts: layerMeasures.map((measure) => {
      const lines = shown.map((one) => ({ style: one.style, bands: bandsOver(one, measure.of) }));
      return {
        title: entryName('layerMeasures', measure),
        x,
        y: measureAxis(
          measure,
          lines.flatMap(({ bands }) => bands.flatMap((band) => (band ? [band.low, band.high] : []))),
          3,
        ),
        lines: lines.map(({ style, bands }) => ({
          style,
          points: bands.map((band, l) => band && { x: l, y: band.mean, low: band.low, high: band.high }),
        })),
      };
    }),
    legend: shown.map(({ name, style, step }) => ({
      style,
      name: t('figures.layers.run', { run: isolated(name), step: String(step) }),
    })),
  });
}
