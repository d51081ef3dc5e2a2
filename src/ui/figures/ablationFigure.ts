/** Draws the losses without each head and each layer, layers × heads, for paper. */
import { range } from 'es-toolkit';
import { mixingOf } from '../../attention/layers';
import type { Run } from '../../experiment/schema';
import { formatCount, formatRounded } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { type ExcessScale, excessLegend, excessLevel, shadeOf, writeLoss } from '../charts/excessScale';
import type { FigureFacts } from './facts';
import { layerGrid } from './layerGrid';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

const margin = 16;
/** Of several seeds there is room for an error. */
const cellOfOne = { width: 84, height: 44 };
const cellOfSeeds = { width: 180, height: 44 };
const swatch = 60;
const leastWidth = 480;

interface Content {
  run: Run;
  /** Of the run, or of its stack at several seeds. */
  name: string;
  heads: number;
  step: number;
  /** Of the whole run, nats per token. */
  whole: number;
  /** The loss without a head, or with null without the layer; undefined where it is not measured. */
  without(layer: number, head: number | null): number | undefined;
  /** How much higher it is than that of the whole run; of several seeds with its error. */
  difference(layer: number, head: number | null): string;
  /** What values of several seeds are; empty for one run. */
  over: string;
  scale: ExcessScale;
  /** How far the scale goes. */
  scaleWords: string;
  facts: FigureFacts;
}

export function ablationFigure({
  run,
  name,
  heads,
  step,
  whole,
  without,
  difference,
  over,
  scale,
  scaleWords,
  facts,
}: Content): Figure {
  const { layers } = run;
  const cell = over ? cellOfSeeds : cellOfOne;
  const mixes = (l: number) => mixingOf(layers[l] as (typeof layers)[0]) !== null;
  const grid = layerGrid({
    run,
    columns: [
      ...range(heads).map((head) => t('inside.head', { head: head + 1 })),
      t('inside.ablation.layer'),
    ],
    cell,
    cellsOf: (l, left) =>
      [...(mixes(l) ? range(heads) : []), null].map((head) => {
        const loss = without(l, head);
        if (loss === undefined) return '';
        const at = { x: left(head ?? heads), ...cell };
        return cellOf(loss, difference(l, head), at, excessLevel(loss - whole, scale));
      }),
    whyNone: (_, hasHeads) => (hasHeads ? null : t('inside.ablation.noHeads')),
  });
  const bottom = grid.bottom + 14;
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
      title: t('figures.ablation.title', { run: isolated(name) }),
      subtitle: t('figures.ablation.subtitle', {
        data: facts.data,
        step: formatCount(step),
        loss: writeLoss(whole),
      }),
      link: facts.link,
      width: Math.max(leastWidth, grid.right, legend.length * swatch) + 2 * margin,
      height: bottom + (over ? 68 : 48),
    },
    element(
      'g',
      { transform: `translate(${margin} 0)` },
      ...grid.drawn,
      textElement(t(legend.length > 0 ? 'inside.ablation.scale.from' : 'inside.ablation.scale.none'), {
        y: bottom,
      }),
      ...legend,
      legend.length > 0 ? textElement(scaleWords, { y: bottom + 42 }) : '',
      over ? textElement(over, { y: bottom + 62 }) : '',
    ),
  );
}

function cellOf(
  loss: number,
  difference: string,
  { x, width, height }: { x: number; width: number; height: number },
  level: number,
): string {
  const at = { x: x + width / 2, 'text-anchor': 'middle' };
  return (
    element('rect', { x, width, height, fill: shadeOf(level) ?? ink.paper, stroke: ink.line }) +
    textElement(writeLoss(loss), { ...at, y: 19 }) +
    (difference ? textElement(difference, { ...at, y: 36, 'font-size': 11 }) : '')
  );
}
