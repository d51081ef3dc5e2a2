/** Figures of an attention probe: the map of one head, or every map of a run. */

import type { View } from '../../document/view';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import { mapName } from '../heatmap/mapName';
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
  kind: View['mapKind'];
  runName: string;
  facts: FigureFacts;
}

/**
 * Draws one head's map for paper.
 */
export function headMapFigure({ attentionProbe, map, layer, head, kind, runName, facts }: HeadMapOf): Figure {
  const { tokens, step } = attentionProbe;
  return mapFigure({
    name: `map-layer-${layer + 1}-${kind === 'heads' ? `head-${head + 1}` : kind}`,
    title: t('figures.maps.one', { run: isolated(runName), map: mapName(kind, layer, head) }),
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
  kind: View['mapKind'],
  facts: FigureFacts,
): Figure {
  const { layers, heads, tokens, step } = attentionProbe;
  return gridFigure({
    name: 'maps',
    title:
      kind === 'heads'
        ? t('figures.maps.all', { run: isolated(runName) })
        : t('figures.maps.allOf', { run: isolated(runName), kind: t(`maps.kind.${kind}`) }),
    subtitle: subtitleOf(facts, step),
    link: facts.link,
    ...(kind !== 'heads' && { column: t(`maps.kind.${kind}`) }),
    layers: layers.map(({ map }, l) => ({
      name: layerNames[l] ?? '',
      pictures: map && Array.from({ length: heads }, (_, head) => thumbnail(map, head, tokens.length)),
    })),
  });
}

const subtitleOf = ({ data }: FigureFacts, step: number) =>
  t('figures.maps.subtitle', { data, step: formatCount(step) });
