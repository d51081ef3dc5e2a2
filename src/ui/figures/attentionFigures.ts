/** Figures of an attention probe: one map or several that are compared, or those of a run or of every run. */

import type { View } from '../../document/view';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { barsPath } from '../heatmap/barsPath';
import type { Colouring } from '../heatmap/colouring';
import type { Pane } from '../heatmap/mapPixels';
import type { LargeMap } from '../heatmap/useLargeMaps';
import type { FigureFacts } from './facts';
import { type GridRow, gridFigure } from './gridFigure';
import { mapFigure } from './mapFigure';
import type { Figure } from './paper';
import { mapPicture, thumbnail } from './raster/mapPicture';

interface LargeMapsOf {
  /** One, or those that are compared. */
  maps: readonly LargeMap[];
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
    maps: maps.map(({ values, name, onPaper: colouring, sums }) => ({
      name,
      colouring,
      picture: mapPicture(values, 0, T, { colouring, pane }),
      bars: {
        rows: barsPath('rows', sums.rows, row, size),
        columns: barsPath('columns', sums.columns, column, size),
      },
    })),
  });
}

/** Many maps on one sheet. */
interface ManyMapsOf {
  /** From the first layer to the last, or runs from the last to the first. */
  rows: readonly MapRow[];
  T: number;
  title: string;
  kind: View['mapKind'];
  step: number;
  mapScale: View['mapScale'];
  colouring: Colouring;
  facts: FigureFacts;
}

interface MapRow extends Omit<GridRow, 'pictures'> {
  /** (heads, T, T) of so many heads; null where no tokens are mixed. */
  maps: { map: Float32Array; heads: number } | null;
}

/** Draws the maps of layers and heads, or of runs, on one sheet. */
export function manyMapsFigure({
  rows,
  T,
  title,
  kind,
  step,
  mapScale,
  colouring,
  facts,
}: ManyMapsOf): Figure {
  return gridFigure({
    name: 'maps',
    title,
    subtitle: subtitleOf(facts, step, mapScale),
    link: facts.link,
    colouring,
    ...(kind !== 'heads' && { column: t(`maps.kind.${kind}`) }),
    layers: rows.map(({ maps, ...row }) => ({
      ...row,
      pictures:
        maps && Array.from({ length: maps.heads }, (_, h) => thumbnail(maps.map, h, T, { colouring })),
    })),
  });
}

const subtitleOf = ({ data }: FigureFacts, step: number, mapScale: View['mapScale']) =>
  t('figures.maps.subtitle', {
    data,
    step: formatCount(step),
    scale: t(`figures.maps.scale.${mapScale}`),
  });
