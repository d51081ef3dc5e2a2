/** Draws the maps of an attention probe small: layers from the last to the first with their heads side by side, or the strongest head first. */

import { type CSSProperties, useCallback, useMemo, useRef } from 'react';
import { type Layer, layerName } from '../../attention/layers';
import { formatFixed } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import type { LayerProbe } from '../../measure/capture';
import type { ProbeResult } from '../../runtime/protocol';
import { usePresent, useView } from '../AppContext';
import { moveInGrid } from '../kit/gridKeys';
import { type GridPlace, useGridStop } from '../kit/useGridStop';
import { usePixelRatio } from '../kit/usePixelRatio';
import { byteColours } from './capturePixels';
import type { Colouring } from './colouring';
import classes from './heatmap.module.css';
import { LayerRow } from './LayerRow';
import type { FilteredMaps } from './mapFilter';
import { mapName } from './mapName';
import { stripOf } from './mapStrip';
import { useMapColumns } from './useMapColumns';

/** Of a layer without maps. */
const noStrip = stripOf({ maps: 0, columns: 1, side: 0, gap: 0, ratio: 1 });

/** CSS pixels between two thumbnails. */
const gap = 5;

/**
 * Side of a thumbnail in CSS pixels, so that many heads and layers stay in view together.
 * @param inHall few are as large as the panel has room for, to be seen from the back row
 */
const thumbnailSide = (heads: number, layers: number, inHall: boolean) =>
  inHall && heads <= 2 && layers === 2
    ? 72
    : heads > 16 || layers > 12
      ? 36
      : heads > 8 || layers > 6
        ? 48
        : layers > 1
          ? 60
          : 96;

interface MapGridProps {
  attentionProbe: ProbeResult;
  layers: readonly Layer[];
  colouring: Colouring;
  /** Which of them are shown. */
  filtered: FilteredMaps;
}

export function MapGrid({ attentionProbe, layers, colouring, filtered }: MapGridProps) {
  const chosenLayer = useView((v) => v.layer);
  const chosenHead = useView((v) => v.head);
  const mapKind = useView((v) => v.mapKind);
  const enlarged = useView((v) => v.enlarged);
  const set = useView((v) => v.set);
  const inHall = usePresent((p) => p.shown);
  const colours = useMemo(() => byteColours(colouring), [colouring]);
  const { heads, tokens, capture } = attentionProbe;
  const { rows, isByStrength } = filtered;
  const side = thumbnailSide(heads, new Set(rows.map(({ layer }) => layer)).size, inHall);
  const list = useRef<HTMLUListElement>(null);
  const alike = rows.map(({ layer, heads: own }) => `${layer}:${own.length}`).join(' ');
  const columns = useMapColumns(list, `${alike} ${side}`);
  const ratio = usePixelRatio();
  const strips = useMemo(() => {
    const counts = [...new Set(rows.map(({ heads: own }) => own.length))].filter((maps) => maps > 0);
    return new Map(counts.map((maps) => [maps, stripOf({ maps, columns, side, gap, ratio })]));
  }, [rows, columns, side, ratio]);
  const open = useCallback(
    (layer: number, head: number) =>
      set({ layer, ...(mapKind === 'heads' && { head }), enlarged: true, focusesMap: true }),
    [set, mapKind],
  );
  // The strongest are one row, which wraps.
  const placeOf = (row: number, map: number): GridPlace => (isByStrength ? [0, row + map] : [row, map]);
  const lengths = isByStrength
    ? [rows.length]
    : rows.map(({ layer, heads: own }) => (attentionProbe.layers[layer]?.indicators ? own.length : 0));
  const { stop, onFocus } = useGridStop(
    ([row, column]) => column < (lengths[row] ?? 0),
    [
      ...rows.flatMap(({ layer, heads: own }, row) =>
        layer === chosenLayer && own.includes(chosenHead) ? [placeOf(row, own.indexOf(chosenHead))] : [],
      ),
      ...lengths.map((_, row) => [row, 0] as const),
    ],
  );
  return (
    <ul
      ref={list}
      onKeyDown={moveInGrid}
      onFocus={onFocus}
      className={classes.grid}
      data-strongest={isByStrength || undefined}
      style={{ '--side': `${side}px`, '--gap': `${gap}px` } as CSSProperties}
      aria-label={t('maps.grid.label')}
    >
      {rows.map(({ layer: l, heads: shown, score }, i) => (
        <LayerRow
          key={isByStrength ? `${l} ${shown[0]}` : l}
          place={l}
          shown={shown}
          {...(isByStrength && { title: mapName('heads', l, shown[0] as number) })}
          name={score !== null ? formatFixed(score, 2) : layers[l] ? layerName(layers[l]) : ''}
          probe={attentionProbe.layers[l] as LayerProbe}
          weights={capture?.layers[l]?.weights ?? null}
          heads={heads}
          T={tokens.length}
          kind={mapKind}
          colouring={colouring}
          colours={colours}
          strip={strips.get(shown.length) ?? noStrip}
          open={open}
          chosen={enlarged && chosenLayer === l ? chosenHead : null}
          row={placeOf(i, 0)[0]}
          column={placeOf(i, 0)[1]}
          stop={stop && (isByStrength ? stop[1] === i : stop[0] === i) ? stop[1] : null}
        />
      ))}
    </ul>
  );
}
