/** Draws a map, or what a pane shows of it, on a canvas. */
import type { Colouring } from './colouring';
import { mapPixels, mapSize, type Pane } from './mapPixels';

export interface MapDrawing {
  /** (heads, T, T), row-major. */
  map: Float32Array;
  head: number;
  T: number;
  /** At most so many pixels a side: of the values that fall on one, the largest is shown. */
  most?: number | undefined;
  /** The whole map without it. */
  pane?: Pane | undefined;
  colouring: Colouring;
}

/** @returns pixels of a side */
export function drawnSize({ T, pane, most }: Pick<MapDrawing, 'T' | 'pane' | 'most'>): number {
  const shown = pane?.size ?? T;
  return mapSize(shown, most ?? shown).size;
}

/** @param canvas as large as `drawnSize` says */
export function drawMap(canvas: HTMLCanvasElement | null, drawing: MapDrawing): void {
  const context = canvas?.getContext('2d');
  if (!context) return;
  const size = drawnSize(drawing);
  const pixels = mapPixels(drawing.map, drawing.head, drawing.T, drawing);
  context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), size, size), 0, 0);
}
