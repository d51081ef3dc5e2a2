/** Rasterises: a map as an image to be embedded, and a figure as a PNG file. */
import { mapPixels } from '../heatmap/mapPixels';
import type { Figure } from './paper';

/** About how many pixels the side of an embedded map has: enough that no viewer's smoothing blurs its weights. */
const mapSide = 1024;
/** The same for one of many on a sheet. */
const thumbnailSide = 256;

/** Pixels of the PNG for one of the figure's. */
const pngScale = 2;

function canvasOf(width: number, height: number) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gave no canvas to draw the picture on.');
  return { canvas, context };
}

/**
 * Draws a head's map, about 1,024 pixels a side.
 * @param map (heads, T, T), row-major
 * @returns a PNG as a data URL
 * @throws Error where the browser gives no canvas
 */
export const mapPicture = (map: Float32Array, head: number, T: number) => drawn(map, head, T, mapSide);

/** Draws the same about 256 pixels a side. */
export const thumbnail = (map: Float32Array, head: number, T: number) => drawn(map, head, T, thumbnailSide);

function drawn(map: Float32Array, head: number, T: number, side: number): string {
  const small = canvasOf(T, T);
  const image = small.context.createImageData(T, T);
  new Uint32Array(image.data.buffer).set(mapPixels(map, head, T));
  small.context.putImageData(image, 0, 0);
  const factor = Math.max(1, Math.floor(side / T));
  const large = canvasOf(factor * T, factor * T);
  large.context.imageSmoothingEnabled = false;
  large.context.drawImage(small.canvas, 0, 0, factor * T, factor * T);
  return large.canvas.toDataURL('image/png');
}

/**
 * Rasterises a figure at two pixels for one of its own.
 * @throws Error with a message for the user where the browser cannot draw it
 */
export async function toPng({ svg, width, height }: Figure): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { canvas, context } = canvasOf(pngScale * width, pngScale * height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!png) throw new Error('The browser could not make a PNG of this picture. Save it as SVG.');
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
