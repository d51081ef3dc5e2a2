/**
 * Draws arcs over a text for paper: the tokens, the weights of one of them, and a legend of the heads. Of a text too long for a page a part
 * is drawn, at whose edges arcs are cut.
 */
import { formatCount } from '../../format/numbers';
import { cutLabel, isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { Arc } from '../../measure/maps/arcs';
import {
  arcBase,
  arcHeight,
  arcPath,
  arcSizes,
  arcWidth,
  placeTokens,
  tokensAbout,
} from '../charts/arcDrawing';
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
  /** The token in the middle of what the screen shows. */
  middle: number;
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
/** Of the text: letters of a wider picture are not read on a page. */
const widest = 2000;
const legendItem = { width: 110, height: 22 };
const mostCharacters = 12;

export function arcsFigure(
  { tokens, arcs, names, chosen }: ArcContent,
  { middle, run, map, step, label, facts }: Sheet,
): Figure {
  const shown = tokens.map((token) => cutLabel(token, mostCharacters));
  const places = placeTokens(shown);
  const { edges, middles } = places;
  const [first, last] = tokensAbout(middle, places, widest);
  const [left, right] = [edges[first] as number, edges[last + 1] as number];
  const isWhole = last - first + 1 === tokens.length;
  const width = Math.max(leastWidth, right - left + 2 * margin);
  const isMany = names.length > 1;
  // The largest on top.
  const seen = arcs.filter(({ query, key }) => query >= first && key <= last);
  const isCut = seen.some(({ query, key }) => key < first || query > last);
  const drawn = seen.toReversed().map((arc) => {
    const { colour, dash } = runStyle(arc.map, false);
    return element('path', {
      d: arcPath(arc, middles),
      fill: 'none',
      stroke: colour,
      'stroke-width': arcWidth(arc.weight),
      'stroke-dasharray': isMany ? dash : undefined,
      'clip-path': isCut ? 'url(#part)' : undefined,
    });
  });
  const part = isCut
    ? element(
        'clipPath',
        { id: 'part' },
        element('rect', { x: left, width: right - left, height: arcHeight }),
      )
    : '';
  const texts = shown.slice(first, last + 1).map((token, n) => {
    const i = first + n;
    return textElement(token, {
      x: middles[i],
      y: arcBase + 18,
      'text-anchor': 'middle',
      'font-size': arcSizes.font,
      'font-weight': i === chosen ? 700 : undefined,
    });
  });
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
  const title = t('figures.maps.one', { run: isolated(run), map });
  const subtitle = t('figures.arcs.subtitle', { data: facts.data, step: formatCount(step), label });
  return figure(
    {
      name: 'arcs',
      title: isWhole
        ? title
        : t('figures.arcs.part', {
            title,
            from: formatCount(first + 1),
            to: formatCount(last + 1),
            all: formatCount(tokens.length),
          }),
      subtitle: isCut ? t('figures.arcs.cut', { subtitle }) : subtitle,
      link: facts.link,
      width,
      height: arcHeight + rows * legendItem.height + (rows > 0 ? 8 : 0),
    },
    element('g', { transform: `translate(${margin - left} 0)` }, part, ...drawn, ...texts) +
      element('g', { transform: `translate(${margin} 0)` }, ...legend),
  );
}
