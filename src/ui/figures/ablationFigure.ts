/** Draws the losses without each head and each layer, layers × heads, for paper. */
import { range } from 'es-toolkit';
import { mixingOf } from '../../attention/layers';
import { variant } from '../../attention/variants';
import type { Run } from '../../experiment/schema';
import { formatCount, formatDifference, formatMeasured, formatRounded } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { type ExcessScale, excessLegend, excessLevel, shadeOf } from '../charts/excessScale';
import type { FigureFacts } from './facts';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

const margin = 16;
const nameWidth = 130;
const cell = { width: 84, height: 44, gap: 3 };
const swatch = 52;
const leastWidth = 480;

interface Content {
  run: Run;
  heads: number;
  step: number;
  /** Of the whole run, nats per token. */
  whole: number;
  /** The loss without a head, or with null without the layer; undefined where it is not measured. */
  without(layer: number, head: number | null): number | undefined;
  scale: ExcessScale;
  /** How far the scale goes. */
  scaleWords: string;
  facts: FigureFacts;
}

export function ablationFigure({
  run,
  heads,
  step,
  whole,
  without,
  scale,
  scaleWords,
  facts,
}: Content): Figure {
  const left = (column: number) => nameWidth + column * (cell.width + cell.gap);
  const top = (layer: number) => 20 + layer * (cell.height + cell.gap);
  const names = range(heads + 1).map((column) =>
    textElement(column < heads ? t('inside.head', { head: column + 1 }) : t('inside.ablation.layer'), {
      x: left(column) + cell.width / 2,
      y: 14,
      'text-anchor': 'middle',
      fill: ink.quiet,
    }),
  );
  const rows = run.layers.map((layer, l) =>
    element(
      'g',
      { transform: `translate(0 ${top(l)})` },
      textElement(`${t('inside.layer', { layer: l + 1 })} ${variant(layer.variant).short}`, { y: 27 }),
      mixingOf(layer)
        ? ''
        : textElement(t('inside.ablation.noHeads'), { x: left(0), y: 27, fill: ink.quiet }),
      ...[...(mixingOf(layer) ? range(heads) : []), null].map((head) => {
        const loss = without(l, head);
        return loss === undefined ? '' : cellOf(loss, loss - whole, left(head ?? heads), scale);
      }),
    ),
  );
  const bottom = top(run.layers.length) + 14;
  const legend = excessLegend(scale).map(({ level, from }, i) =>
    element(
      'g',
      { transform: `translate(${i * swatch} ${bottom + 8})` },
      element('rect', { width: swatch, height: 18, fill: shadeOf(level) ?? ink.paper, stroke: ink.line }),
      textElement(formatRounded(from, 2), { x: swatch / 2, y: 13, 'text-anchor': 'middle', 'font-size': 12 }),
    ),
  );
  return figure(
    {
      name: 'without-each-part',
      title: t('figures.ablation.title', { run: isolated(run.name) }),
      subtitle: t('figures.ablation.subtitle', {
        data: facts.data,
        step: formatCount(step),
        loss: formatMeasured(whole, 4),
      }),
      link: facts.link,
      width: Math.max(leastWidth, left(heads + 1), legend.length * swatch) + 2 * margin,
      height: bottom + 48,
    },
    element(
      'g',
      { transform: `translate(${margin} 0)` },
      ...names,
      ...rows,
      textElement(t(legend.length > 0 ? 'inside.ablation.scale.from' : 'inside.ablation.scale.none'), {
        y: bottom,
      }),
      ...legend,
      legend.length > 0 ? textElement(scaleWords, { y: bottom + 42 }) : '',
    ),
  );
}

function cellOf(loss: number, difference: number, x: number, scale: ExcessScale): string {
  const at = { x: x + cell.width / 2, 'text-anchor': 'middle' };
  const fill = shadeOf(excessLevel(difference, scale)) ?? ink.paper;
  return (
    element('rect', { x, width: cell.width, height: cell.height, fill, stroke: ink.line }) +
    textElement(formatMeasured(loss, 3), { ...at, y: 19 }) +
    (Number.isFinite(difference)
      ? textElement(formatDifference(difference, 3), {
          ...at,
          y: 36,
          'font-size': 11,
        })
      : '')
  );
}
