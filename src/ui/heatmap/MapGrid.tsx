/** Draws the maps of an attention probe small: layers from the last to the first, or one alone, and their heads side by side. */

import { type CSSProperties, memo, useCallback, useEffect, useMemo, useRef } from 'react';
import { type Layer, layerName } from '../../attention/layers';
import type { View } from '../../document/view';
import { t } from '../../i18n/i18n';
import type { ProbeResult } from '../../runtime/protocol';
import { useView } from '../AppContext';
import { useLanguage } from '../useLanguage';
import type { Colouring } from './colouring';
import { drawMap, drawnSize } from './drawMap';
import classes from './heatmap.module.css';
import { mapName } from './mapName';
import { layerMaps } from './shownMap';

/** Pixels of a thumbnail's side: larger ones show no more at the size they have. */
const thumbnailPixels = 96;

/** Side of a thumbnail in CSS pixels, so that many heads and layers stay in view together. */
const thumbnailSide = (heads: number, layers: number) =>
  heads > 16 || layers > 12 ? 36 : heads > 8 || layers > 6 ? 48 : layers > 1 ? 60 : 96;

interface MapGridProps {
  attentionProbe: ProbeResult;
  layers: readonly Layer[];
  colouring: Colouring;
  /** The one layer whose maps are shown, from 0; null for all. */
  only: number | null;
}

export function MapGrid({ attentionProbe, layers, colouring, only }: MapGridProps) {
  const { layer: chosenLayer, head: chosenHead, mapKind, enlarged, set } = useView();
  const { heads, tokens } = attentionProbe;
  const rows = attentionProbe.layers
    .map((layer, l) => ({ map: layer.map, l }))
    .filter(({ l }) => only === null || l === only)
    .reverse();
  const side = { '--side': `${thumbnailSide(heads, rows.length)}px` } as CSSProperties;
  const open = useCallback(
    (layer: number, head: number) =>
      set({ layer, ...(mapKind === 'heads' && { head }), enlarged: true, focusesMap: true }),
    [set, mapKind],
  );
  return (
    <ul className={classes.grid} style={side} aria-label={t('maps.grid.label')}>
      {rows.map(({ map, l }) => (
        <LayerRow
          key={l}
          place={l}
          name={layers[l] ? layerName(layers[l]) : ''}
          map={map}
          heads={heads}
          T={tokens.length}
          kind={mapKind}
          colouring={colouring}
          open={open}
          chosen={enlarged && chosenLayer === l ? chosenHead : null}
        />
      ))}
    </ul>
  );
}

interface LayerRowProps {
  /** From 0. */
  place: number;
  name: string;
  /** (heads, T, T); null where the layer mixes no tokens. */
  map: Float32Array | null;
  heads: number;
  T: number;
  kind: View['mapKind'];
  colouring: Colouring;
  open(layer: number, head: number): void;
  /** The head whose map is large; null where none of this layer is. */
  chosen: number | null;
}

const LayerRow = memo(function LayerRow({ name, map, heads, T, colouring, ...row }: LayerRowProps) {
  const { place, kind } = row;
  useLanguage();
  const shown = useMemo(() => map && layerMaps(map, heads, T, kind), [map, heads, T, kind]);
  const maps = useRef<HTMLDivElement>(null);
  // All of a layer at once, and not by the buttons: many layers are drawn anew with each moment.
  useEffect(() => {
    const canvases = maps.current?.querySelectorAll('canvas') ?? [];
    for (const [head, canvas] of [...canvases].entries())
      if (shown) drawMap(canvas, { map: shown.map, head, T, most: thumbnailPixels, colouring });
  }, [shown, T, colouring]);
  return (
    <li className={classes.row}>
      <span className={classes.label}>
        <strong>{t('maps.grid.layer', { layer: place + 1 })}</strong> <span>{name}</span>
      </span>
      {shown ? (
        <div className={classes.heads} ref={maps}>
          <HeadButtons {...row} heads={shown.heads} size={drawnSize({ T, most: thumbnailPixels })} />
        </div>
      ) : (
        <span className={classes.nothing}>{t('maps.grid.mixesNoTokens')}</span>
      )}
    </li>
  );
});

interface HeadButtonsProps extends Pick<LayerRowProps, 'place' | 'kind' | 'open' | 'chosen'> {
  heads: number;
  /** Pixels of a side of their canvases. */
  size: number;
}

/** A button for each head, with a canvas that its map is drawn on. */
const HeadButtons = memo(function HeadButtons({ place, kind, open, chosen, heads, size }: HeadButtonsProps) {
  useLanguage();
  return Array.from({ length: heads }, (_, h) => (
    <button
      // biome-ignore lint/suspicious/noArrayIndexKey: a head is its place in the layer
      key={h}
      type="button"
      className={classes.map}
      data-testid={`map-${place}-${h}`}
      aria-label={t('maps.grid.enlarge', { map: mapName(kind, place, h) })}
      aria-pressed={chosen !== null && (kind !== 'heads' || chosen === h)}
      onClick={() => open(place, h)}
    >
      <canvas className={classes.canvas} width={size} height={size} />
    </button>
  ));
});
