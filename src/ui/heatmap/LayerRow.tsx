/** Draws the maps of one layer small: a button for each, and the canvas that all of them are on. */

import { memo, useLayoutEffect, useRef } from 'react';
import type { View } from '../../document/view';
import { t } from '../../i18n/i18n';
import type { LayerProbe } from '../../measure/capture';
import { useInView } from '../kit/useInView';
import { useMarks } from '../kit/useMark';
import { useLanguage } from '../useLanguage';
import { writeCaptured } from './capturePixels';
import type { Colouring } from './colouring';
import classes from './heatmap.module.css';
import { mapName } from './mapName';
import { mapPixels, mapSize } from './mapPixels';
import { drawStrip, type Strip } from './mapStrip';
import { layerMaps } from './shownMap';

/** How long a layer out of view waits for the next moment before it is drawn, in milliseconds. */
const stillness = 150;

/** Pixels of a thumbnail's side: larger ones show no more at the size they have. */
const most = 96;

interface LayerRowProps {
  /** From 0. */
  place: number;
  name: string;
  /** What it is called in place of its layer, where it is of one head. */
  title?: string;
  /** Those of its maps that are shown, from 0. */
  shown: readonly number[];
  probe: LayerProbe;
  /** Its maps as a capture has them; null where they come from none. */
  weights: Uint8Array | null;
  heads: number;
  T: number;
  kind: View['mapKind'];
  colouring: Colouring;
  /** Of each byte of a capture. */
  colours: Uint32Array;
  strip: Strip;
  open(layer: number, head: number): void;
  /** The head whose map is large; null where none of this layer is. */
  chosen: number | null;
  /** Its row in the grid, and its first place there, from 0; by these arrow keys move. */
  row: number;
  column: number;
  /** The place in the row that the Tab key stops at; null for none. */
  stop: number | null;
}

export const LayerRow = memo(function LayerRow({
  name,
  title,
  probe,
  weights,
  heads,
  T,
  colouring,
  colours,
  strip,
  ...row
}: LayerRowProps) {
  const { place, kind, shown } = row;
  useLanguage();
  const li = useRef<HTMLLIElement>(null);
  // Not a pixel more: what is beyond the edge is painted as dearly as what is seen, and is drawn once the moment stands still.
  const isInView = useInView(li, 0);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<Strip>(null);
  // Within the frame that has the moment, as a second one would be painted for it.
  useLayoutEffect(() => {
    const draw = () => {
      if (!canvas.current) return;
      drawn.current = strip;
      const { size } = mapSize(T, most);
      if (weights && kind === 'heads') {
        const { isPerRow } = colouring;
        const pixels = clearSquare(size);
        drawStrip(canvas.current, strip, size, (at) => {
          writeCaptured(pixels, { weights, head: shown[at] as number, T, most, colours, isPerRow });
          return pixels;
        });
      } else if (probe.map) {
        const { map } = layerMaps(probe.map, heads, T, kind);
        drawStrip(canvas.current, strip, size, (at) =>
          mapPixels(map, shown[at] as number, T, { most, colouring }),
        );
      }
    };
    // A canvas that has another size has been cleared.
    if (isInView || drawn.current !== strip) return draw();
    const timer = setTimeout(draw, stillness);
    return () => clearTimeout(timer);
  }, [probe, weights, heads, shown, T, kind, colouring, colours, strip, isInView]);
  return (
    <li className={classes.row} ref={li}>
      <RowLabel place={place} title={title} name={name} />
      {/* It has indicators where it has a map, which is decoded as it is drawn. */}
      {probe.indicators ? (
        <div className={classes.heads}>
          <HeadButtons {...row} />
          <div className={classes.strip} aria-hidden="true">
            <canvas
              ref={canvas}
              style={{ width: strip.width / strip.ratio, height: strip.height / strip.ratio }}
              width={strip.width}
              height={strip.height}
            />
          </div>
        </div>
      ) : (
        <span className={classes.nothing}>{t('maps.grid.mixesNoTokens')}</span>
      )}
    </li>
  );
});

/** Not drawn anew with each moment, as the maps are. */
const RowLabel = memo(function RowLabel({
  place,
  title,
  name,
}: Pick<LayerRowProps, 'place' | 'title' | 'name'>) {
  useLanguage();
  return (
    <span className={classes.label}>
      <strong>{title ?? t('maps.grid.layer', { layer: place + 1 })}</strong> <span>{name}</span>
    </span>
  );
});

type HeadButtonsProps = Pick<
  LayerRowProps,
  'place' | 'kind' | 'open' | 'chosen' | 'shown' | 'row' | 'column' | 'stop'
>;

/** A button for each head that is shown, as large as its map, which is drawn over it. */
const HeadButtons = memo(function HeadButtons({ place, kind, open, chosen, shown, ...at }: HeadButtonsProps) {
  useLanguage();
  const mark = useMarks();
  return shown.map((h, i) => (
    <button
      key={h}
      type="button"
      className={classes.map}
      // A map over all heads is none of a head's.
      {...(kind === 'heads' && mark(`map:${place}:${h}`))}
      data-testid={`map-${place}-${h}`}
      aria-label={t('maps.grid.enlarge', { map: mapName(kind, place, h) })}
      aria-pressed={chosen !== null && (kind !== 'heads' || chosen === h)}
      data-row={at.row}
      data-column={at.column + i}
      tabIndex={at.stop === at.column + i ? 0 : -1}
      onClick={() => open(place, h)}
    />
  ));
});

/** Of the maps that were drawn last: what lies in the future is never written, and stays clear. */
let square = new Uint32Array(0);

function clearSquare(size: number): Uint32Array {
  if (square.length !== size * size) square = new Uint32Array(size * size);
  return square;
}
