/** Figures of an attention probe: the map of one head, or every map of a run. */

import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import type { FigureFacts } from './facts';
import { gridFigure } from './gridFigure';
import { mapFigure } from './mapFigure';
import type { Figure } from './paper';
import { mapPicture, thumbnail } from './raster/mapPicture';

interface HeadMapOf {
  attentionProbe: ProbeResult;
  /** (heads, T, T) of the layer. */
  map: Float32Array;
  layer: number;
  head: number;
  runName: string;
  facts: FigureFacts;
}

/**
 * Draws one head's map for paper.
 */
export function headMapFigure({ attentionProbe, map, layer, head, runName, facts }: HeadMapOf): Figure {
  const { tokens, step } = attentionProbe;
  return mapFigure({
    name: `map-layer-${layer + 1}-head-${head + 1}`,
    title: t('figures.maps.one', { run: isolated(runName), layer: layer + 1, head: head + 1 }),
    subtitle: subtitleOf(facts, step),
    link: facts.link,
    tokens,
    picture: mapPicture(map, head, tokens.length),
  });
}

/**
 * Draws the maps of every layer and head on one sheet.
 * @param layerNames the name of each layer's variant, first layer first
 */
export function allMapsFigure(
  attentionProbe: ProbeResult,
  layerNames: readonly string[],
  runName: string,
  facts: FigureFacts,
): Figure {
  const { layers, heads, tokens, step } = attentionProbe;
  return gridFigure({
    name: 'maps',
    title: t('figures.maps.all', { run: isolated(runName) }),
    subtitle: subtitleOf(facts, step),
    link: facts.link,
    layers: layers.map(({ map }, l) => ({
      name: layerNames[l] ?? '',
      pictures: map && Array.from({ length: heads }, (_, head) => thumbnail(map, head, tokens.length)),
    })),
  });
}

const subtitleOf = ({ data }: FigureFacts, step: number) =>
  t('figures.maps.subtitle', { data, step: formatCount(step) });
