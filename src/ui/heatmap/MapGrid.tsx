/** Draws the maps of an attention probe small: layers from the last to the first, or one alone, and their heads side by side. */

import { type CSSProperties, useCallback, useMemo, useRef } from 'react';
import { type Layer, layerName } from '../../attention/layers';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import { usePresent, useView } from '../AppContext';
import { usePixelRatio } from '../kit/usePixelRatio';
import { byteColours } from './capturePixels';
import type { Colouring } from './colouring';
import classes from './heatmap.module.css';
import { LayerRow } from './LayerRow';
import { stripOf } from './mapStrip';
import { useMapColumns } from './useMapColumns';

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
  /** The one layer whose maps are shown, from 0; null for all. */
  only: number | null;
}

export function MapGrid({ attentionProbe, layers, colouring, only }: MapGridProps) {
  const chosenLayer = useView((v) => v.layer);
  const chosenHead = useView((v) => v.head);
  const mapKind = useView((v) => v.mapKind);
  const enlarged = useView((v) => v.enlarged);
  const set = useView((v) => v.set);
  const inHall = usePresent((p) => p.shown);
  const colours = useMemo(() => byteColours(colouring), [colouring]);
  const { heads, tokens, capture } = attentionProbe;
  const rows = attentionProbe.layers
    .map((probe, l) => ({ probe, l }))
    .filter(({ l }) => only === null || l === only)
    .reverse();
  const side = thumbnailSide(heads, rows.length, inHall);
  const maps = mapKind === 'heads' ? heads : 1;
  const list = useRef<HTMLUListElement>(null);
  const firstRow = rows.find(({ probe }) => probe.indicators)?.l;
  const columns = useMapColumns(list, `${firstRow} ${maps} ${side}`);
  const ratio = usePixelRatio();
  const strip = useMemo(() => stripOf({ maps, columns, side, gap, ratio }), [maps, columns, side, ratio]);
  const open = useCallback(
    (layer: number, head: number) =>
      set({ layer, ...(mapKind === 'heads' && { head }), enlarged: true, focusesMap: true }),
    [set, mapKind],
  );
  return (
    <ul
      ref={list}
      className={classes.grid}
      style={{ '--side': `${side}px`, '--gap': `${gap}px` } as CSSProperties}
      aria-label={t('maps.grid.label')}
    >
      {rows.map(({ probe, l }) => (
        <LayerRow
          key={l}
          place={l}
          name={layers[l] ? layerName(layers[l]) : ''}
          probe={probe}
          weights={capture?.layers[l]?.weights ?? null}
          heads={heads}
          T={tokens.length}
          kind={mapKind}
          colouring={colouring}
          colours={colours}
          strip={strip}
          open={open}
          chosen={enlarged && chosenLayer === l ? chosenHead : null}
        />
      ))}
    </ul>
  );
}
