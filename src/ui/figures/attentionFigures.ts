/** Figures of an attention probe: one map or several that are compared, or those of a run or of every run. */

import { uniq } from 'es-toolkit';
import type { View } from '../../document/view';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { barsPath } from '../heatmap/barsPath';
import type { Colouring } from '../heatmap/colouring';
import type { Pane } from '../heatmap/mapPixels';
import type { LargeMap } from '../heatmap/useLargeMaps';
import type { FigureFacts } from './facts';
import { type GridRow, gridFigure } from './gridFigure';
import { eachInParts, type InParts } from './inParts';
import { mapFigure } from './mapFigure';
import type { Figure } from './paper';
import { mapPicture, thumbnail } from './raster/mapPicture';
import { sequenceFigure } from './sequenceFigure';

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
    maps: maps.map(({ values, name, onPaper: colouring, sums, fullBars }) => ({
      name,
      colouring,
      picture: mapPicture(values, 0, T, { colouring, pane }),
      bars: {
        rows: barsPath('rows', sums.rows, fullBars.rows, row, size),
        columns: barsPath('columns', sums.columns, fullBars.columns, column, size),
      },
    })),
  });
}

/** What many maps on one sheet have in common. */
export interface Sheet {
  T: number;
  kind: View['mapKind'];
  step: number;
  mapScale: View['mapScale'];
  colouring: Colouring;
  facts: FigureFacts;
}

interface ManyMapsOf extends Sheet {
  /** From the first layer to the last, or runs from the last to the first. */
  rows: readonly MapRow[];
  title: string;
  /** What stands above the maps of heads where it is not which head they are of. */
  column?: string;
}

interface MapRow extends Omit<GridRow, 'pictures'> {
  /** (all heads, T, T), and which heads of it are drawn, from 0; null where no tokens are mixed. */
  maps: { map: Float32Array; heads: readonly number[] } | null;
}

/** Draws the maps of layers and heads, or of runs, on one sheet. */
export function* manyMapsFigure({ rows, title, column, ...sheet }: ManyMapsOf): InParts<Figure> {
  const { kind, colouring, T } = sheet;
  const heads = uniq(rows.flatMap(({ maps }) => maps?.heads ?? [])).toSorted((a, b) => a - b);
  const cells = rows.flatMap(({ maps }) => (maps ? heads.map((head) => ({ ...maps, head })) : []));
  const pictures = yield* eachInParts(cells, ({ map, heads: shown, head }) =>
    shown.includes(head) ? thumbnail(map, head, T, { colouring }) : null,
  );
  return gridFigure({
    ...paperOf(sheet, title),
    columns: heads.map((head) =>
      kind !== 'heads' ? t(`maps.kind.${kind}`) : (column ?? t('figures.maps.head', { head: head + 1 })),
    ),
    layers: rows.map(({ maps, ...row }) => ({
      ...row,
      pictures: maps && pictures.splice(0, heads.length),
    })),
  });
}

interface StrongestMapsOf extends Sheet {
  /** In their order, each a head of (all heads, T, T). */
  maps: readonly { map: Float32Array; head: number; title: string; name: string }[];
  title: string;
}

/** Draws maps of heads of any layers one after the other. */
export function* strongestMapsFigure({ maps, title, ...sheet }: StrongestMapsOf): InParts<Figure> {
  const { colouring, T } = sheet;
  const pictures = yield* eachInParts(maps, ({ map, head }) => thumbnail(map, head, T, { colouring }));
  return sequenceFigure({
    ...paperOf(sheet, title),
    cells: maps.map(({ title: of, name }, i) => ({ title: of, name, picture: pictures[i] as string })),
  });
}

const paperOf = ({ facts, step, mapScale, colouring }: Sheet, title: string) => ({
  name: 'maps',
  title,
  subtitle: subtitleOf(facts, step, mapScale),
  link: facts.link,
  colouring,
});

const subtitleOf = ({ data }: FigureFacts, step: number, mapScale: View['mapScale']) =>
  t('figures.maps.subtitle', {
    data,
    step: formatCount(step),
    scale: t(`figures.maps.scale.${mapScale}`),
  });
