/** Draws the maps of an attention probe small: layers from the last to the first, or one alone, and their heads side by side. */

import { type CSSProperties, memo, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { type Layer, layerName } from '../../attention/layers';
import type { View } from '../../document/view';
import { t } from '../../i18n/i18n';
import type { LayerProbe } from '../../measure/capture';
import type { ProbeResult } from '../../runtime/protocol';
import { usePresent, useView } from '../AppContext';
import { useInView } from '../kit/useInView';
import { useMarks } from '../kit/useMark';
import { useLanguage } from '../useLanguage';
import { byteColours } from './capturePixels';
import type { Colouring } from './colouring';
import { drawCaptured, drawMap, drawnSize } from './drawMap';
import classes from './heatmap.module.css';
import { mapName } from './mapName';
import { layerMaps } from './shownMap';

/** How long a layer out of view waits for the next moment before it is drawn, in milliseconds. */
const stillness = 150;

/** Pixels of a thumbnail's side: larger ones show no more at the size they have. */
const thumbnailPixels = 96;

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
  const side = { '--side': `${thumbnailSide(heads, rows.length, inHall)}px` } as CSSProperties;
  const open = useCallback(
    (layer: number, head: number) =>
      set({ layer, ...(mapKind === 'heads' && { head }), enlarged: true, focusesMap: true }),
    [set, mapKind],
  );
  return (
    <ul className={classes.grid} style={side} aria-label={t('maps.grid.label')}>
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
  probe: LayerProbe;
  /** Its maps as a capture has them; null where they come from none. */
  weights: Uint8Array | null;
  heads: number;
  T: number;
  kind: View['mapKind'];
  colouring: Colouring;
  /** Of each byte of a capture. */
  colours: Uint32Array;
  open(layer: number, head: number): void;
  /** The head whose map is large; null where none of this layer is. */
  chosen: number | null;
}

const LayerRow = memo(function LayerRow({
  name,
  probe,
  weights,
  heads,
  T,
  colouring,
  colours,
  ...row
}: LayerRowProps) {
  const { place, kind } = row;
  useLanguage();
  const li = useRef<HTMLLIElement>(null);
  // Not a pixel more: what is beyond the edge is painted as dearly as what is seen, and is drawn once the moment stands still.
  const isInView = useInView(li, 0);
  // All of a layer at once, and not by the buttons: many layers are drawn anew with each moment. Within the frame that has the moment, as
  // a second one would be painted for it.
  useLayoutEffect(() => {
    const draw = () => {
      const canvases = li.current?.querySelectorAll('canvas') ?? [];
      if (weights && kind === 'heads') {
        const { isPerRow } = colouring;
        for (const [head, canvas] of [...canvases].entries())
          drawCaptured(canvas, { weights, head, T, most: thumbnailPixels, colours, isPerRow });
        return;
      }
      if (!probe.map) return;
      const { map } = layerMaps(probe.map, heads, T, kind);
      for (const [head, canvas] of [...canvases].entries())
        drawMap(canvas, { map, head, T, most: thumbnailPixels, colouring });
    };
    if (isInView) return draw();
    const timer = setTimeout(draw, stillness);
    return () => clearTimeout(timer);
  }, [probe, weights, heads, T, kind, colouring, colours, isInView]);
  return (
    <li className={classes.row} ref={li}>
      <span className={classes.label}>
        <strong>{t('maps.grid.layer', { layer: place + 1 })}</strong> <span>{name}</span>
      </span>
      {/* It has indicators where it has a map, which is decoded as it is drawn. */}
      {probe.indicators ? (
        <div className={classes.heads}>
          <HeadButtons
            {...row}
            heads={kind === 'heads' ? heads : 1}
            size={drawnSize({ T, most: thumbnailPixels })}
          />
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
  const mark = useMarks();
  return Array.from({ length: heads }, (_, h) => (
    <button
      // biome-ignore lint/suspicious/noArrayIndexKey: a head is its place in the layer
      key={h}
      type="button"
      className={classes.map}
      // A map over all heads is none of a head's.
      {...(kind === 'heads' && mark(`map:${place}:${h}`))}
      data-testid={`map-${place}-${h}`}
      aria-label={t('maps.grid.enlarge', { map: mapName(kind, place, h) })}
      aria-pressed={chosen !== null && (kind !== 'heads' || chosen === h)}
      onClick={() => open(place, h)}
    >
      <canvas className={classes.canvas} width={size} height={size} />
    </button>
  ));
});
