/** Draws arcs over a text for paper: the tokens, the weights of one of them, and a legend of the heads. */
import { formatCount } from '../../format/numbers';
import { cutLabel, isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { Arc } from '../../measure/maps/arcs';
import { arcBase, arcHeight, arcPath, arcSizes, arcWidth, placeTokens } from '../charts/arcDrawing';
import { runStyle } from '../runStyle';
import type { FigureFacts } from './facts';
import { type Figure, figure, ink } from './paper';
import { element, textElement } from './svg';

export interface ArcContent {
  tokens: readonly string[];
  arcs: readonly Arc[];
  /** Of the maps that the arcs are of. */
  names: readonly string[];
  /** The token that the arcs begin or end at. */
  chosen: number;
}

interface Sheet {
  run: string;
  /** What the arcs are of. */
  map: string;
  step: number;
  /** What is drawn, in a sentence. */
  label: string;
  facts: FigureFacts;
}

const margin = 16;
const leastWidth = 420;
const legendItem = { width: 110, height: 22 };
const mostCharacters = 12;

export function arcsFigure(
  { tokens, arcs, names, chosen }: ArcContent,
  { run, map, step, label, facts }: Sheet,
): Figure {
  const shown = tokens.map((token) => cutLabel(token, mostCharacters));
  const { middles, width: textWidth } = placeTokens(shown);
  const width = Math.max(leastWidth, textWidth + 2 * margin);
  const isMany = names.length > 1;
  // The largest on top.
  const drawn = arcs.toReversed().map((arc) => {
    const { colour, dash } = runStyle(arc.map, false);
    return element('path', {
      d: arcPath(arc, middles),
      fill: 'none',
      stroke: colour,
      'stroke-width': arcWidth(arc.weight),
      'stroke-dasharray': isMany ? dash : undefined,
    });
  });
  const texts = shown.map((token, i) =>
    textElement(token, {
      x: middles[i],
      y: arcBase + 18,
      'text-anchor': 'middle',
      'font-size': arcSizes.font,
      'font-weight': i === chosen ? 700 : undefined,
    }),
  );
  const perRow = Math.max(1, Math.floor((width - 2 * margin) / legendItem.width));
  const legend = isMany
    ? names.map((name, i) => {
        const { colour, dash } = runStyle(i, false);
        const x = (i % perRow) * legendItem.width;
        const y = arcHeight + 12 + Math.floor(i / perRow) * legendItem.height;
        return (
          element('path', {
            d: `M${x} ${y}H${x + 28}`,
            stroke: colour,
            'stroke-width': 3,
            'stroke-dasharray': dash,
          }) + textElement(name, { x: x + 34, y: y + 4.5, fill: ink.text })
        );
      })
    : [];
  const rows = Math.ceil(legend.length / perRow);
  return figure(
    {
      name: 'arcs',
      title: t('figures.maps.one', { run: isolated(run), map }),
      subtitle: t('figures.arcs.subtitle', { data: facts.data, step: formatCount(step), label }),
      link: facts.link,
      width,
      height: arcHeight + rows * legendItem.height + (rows > 0 ? 8 : 0),
    },
    element('g', { transform: `translate(${margin} 0)` }, ...drawn, ...texts, ...legend),
  );
}
