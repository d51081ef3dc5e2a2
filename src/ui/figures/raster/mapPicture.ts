/** A map as a picture to be embedded in a figure: a PNG of its own pixels, enlarged without blur. */
import type { Colouring } from '../../heatmap/colouring';
import { mapPixels, type Pane } from '../../heatmap/mapPixels';
import { type Pixels, pngAddress } from './png';

/** About how many pixels the side of an embedded map has: enough that no viewer's smoothing blurs its weights. */
const mapSide = 1024;
/** The same for one of many on a sheet. */
const thumbnailSide = 256;

/** How a map is drawn; all of it, by the root of its weights, without. */
interface Shown {
  colouring?: Colouring;
  pane?: Pane;
}

/**
 * Draws a head's map, about 1,024 pixels a side.
 * @param map (heads, T, T), row-major
 * @returns a PNG as a data URL
 */
export const mapPicture = (map: Float32Array, head: number, T: number, shown: Shown = {}): string =>
  pngAddress(enlarged(map, head, T, mapSide, shown));

/** Draws the same about 256 pixels a side. */
export const thumbnail = (map: Float32Array, head: number, T: number, shown: Shown = {}): string =>
  pngAddress(enlarged(map, head, T, thumbnailSide, shown));

function enlarged(map: Float32Array, head: number, T: number, side: number, shown: Shown): Pixels {
  const cells = shown.pane?.size ?? T;
  const factor = Math.max(1, Math.floor(side / cells));
  const size = factor * cells;
  const small = mapPixels(map, head, T, shown);
  const rgba = new Uint8Array(4 * size * size);
  const view = new DataView(rgba.buffer);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      view.setUint32(
        4 * (y * size + x),
        small[Math.floor(y / factor) * cells + Math.floor(x / factor)] as number,
        true,
      );
  return { width: size, height: size, rgba };
}
