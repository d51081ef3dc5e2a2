/** Figures of an attention probe: one map or several that are compared, or every map of a run. */

import type { View } from '../../document/view';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import type { Colouring } from '../heatmap/colouring';
import type { Pane } from '../heatmap/mapPixels';
import type { NamedMap } from '../heatmap/namedMap';
import type { FigureFacts } from './facts';
import { gridFigure } from './gridFigure';
import { mapFigure } from './mapFigure';
import type { Figure } from './paper';
import { mapPicture, thumbnail } from './raster/mapPicture';

interface LargeMapsOf {
  /** One, or those that are compared. */
  maps: readonly (NamedMap & { colouring: Colouring })[];
  tokens: readonly string[];
  /** What is seen of them. */
  pane: Pane;
  /** Of the file. */
  fileName: string;
  title: string;
  step: number;
  mapScale: View['mapScale'];
  facts: FigureFacts;
}

/** Draws what is seen of maps of the same tokens for paper. */
export function largeMapFigure({
  maps,
  tokens,
  pane,
  fileName,
  title,
  step,
  mapScale,
  facts,
}: LargeMapsOf): Figure {
  const T = tokens.length;
  const { row, column, size } = pane;
  const whole = subtitleOf(facts, step, mapScale);
  const seen = t('figures.maps.pane', {
    fromQuery: formatCount(row + 1),
    toQuery: formatCount(row + size),
    fromKey: formatCount(column + 1),
    toKey: formatCount(column + size),
  });
  return mapFigure({
    name: fileName,
    title,
    subtitle: size < T ? `${whole} · ${seen}` : whole,
    link: facts.link,
    queries: tokens.slice(row, row + size),
    keys: tokens.slice(column, column + size),
    maps: maps.map(({ values, name, colouring }) => ({
      name,
      colouring,
      picture: mapPicture(values, 0, T, { colouring, pane }),
    })),
  });
}

/** What is drawn of a run. */
interface AllMapsOf {
  attentionProbe: ProbeResult;
  /** The name of each layer's variant, first layer first. */
  layerNames: readonly string[];
  runName: string;
  kind: View['mapKind'];
  mapScale: View['mapScale'];
  colouring: Colouring;
  facts: FigureFacts;
}

/** Draws the maps of every layer and head on one sheet. */
export function allMapsFigure({
  attentionProbe,
  layerNames,
  runName,
  kind,
  mapScale,
  colouring,
  facts,
}: AllMapsOf): Figure {
  const { layers, heads, tokens, step } = attentionProbe;
  return gridFigure({
    name: 'maps',
    title:
      kind === 'heads'
        ? t('figures.maps.all', { run: isolated(runName) })
        : t('figures.maps.allOf', { run: isolated(runName), kind: t(`maps.kind.${kind}`) }),
    subtitle: subtitleOf(facts, step, mapScale),
    link: facts.link,
    colouring,
    ...(kind !== 'heads' && { column: t(`maps.kind.${kind}`) }),
    layers: layers.map(({ map }, l) => ({
      name: layerNames[l] ?? '',
      pictures:
        map && Array.from({ length: heads }, (_, head) => thumbnail(map, head, tokens.length, { colouring })),
    })),
  });
}

const subtitleOf = ({ data }: FigureFacts, step: number, mapScale: View['mapScale']) =>
  t('figures.maps.subtitle', {
    data,
    step: formatCount(step),
    scale: t(`figures.maps.scale.${mapScale}`),
  });
