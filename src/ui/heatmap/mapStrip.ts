/**
 * Draws the small maps of a layer on one canvas, in pixels of the screen, each where its button has its place: with a canvas for each
 * map a browser spends most of a moment on putting them together.
 */

/** A canvas and the squares on it, in pixels of the screen. */
export interface Strip {
  width: number;
  height: number;
  /** Pixels of the screen for each CSS pixel. */
  ratio: number;
  /** Where each map is drawn. */
  spots: readonly Spot[];
}

interface Spot {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface StripSizes {
  maps: number;
  /** Maps beside each other; the others are below. */
  columns: number;
  /** Side of a button in CSS pixels. */
  side: number;
  /** CSS pixels between two buttons. */
  gap: number;
  ratio: number;
}

export function stripOf({ maps, columns, side, gap, ratio }: StripSizes): Strip {
  // A pixel of padding and a border, which a browser draws in whole pixels of the screen, at least one.
  const frame = 1 + Math.max(1, Math.floor(ratio)) / ratio;
  const edges = (place: number) => {
    const start = place * (side + gap);
    const from = Math.round((start + frame) * ratio);
    return { from, size: Math.round((start + side - frame) * ratio) - from };
  };
  const extent = (places: number) => Math.round((places * (side + gap) - gap) * ratio);
  const across = Math.min(maps, columns);
  const spots = Array.from({ length: maps }, (_, map) => {
    const { from: x, size: width } = edges(map % across);
    const { from: y, size: height } = edges(Math.floor(map / across));
    return { x, y, width, height };
  });
  return { width: extent(across), height: extent(Math.ceil(maps / across)), ratio, spots };
}

/** Of the strip that was drawn last: all layers have one alike. */
let last: { strip: Strip; image: ImageData } | null = null;

/**
 * @param canvas as large as the strip
 * @param size pixels of a side of each map
 * @param pixelsOf a map's pixels, packed RGBA, size × size; they are copied before those of the next are asked for
 */
export function drawStrip(
  canvas: HTMLCanvasElement,
  strip: Strip,
  size: number,
  pixelsOf: (map: number) => Uint32Array,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  if (last?.strip !== strip) last = { strip, image: new ImageData(strip.width, strip.height) };
  const { image } = last;
  const target = new Uint32Array(image.data.buffer);
  for (const [map, spot] of strip.spots.entries())
    copyScaled(pixelsOf(map), size, target.subarray(spot.y * strip.width + spot.x), strip.width, spot);
  context.putImageData(image, 0, 0);
}

/**
 * Scales a square without blur, as `image-rendering: pixelated` does: each pixel is the nearest one of the square.
 * @param target from the first pixel on @param stride from a row of it to the next
 */
function copyScaled(
  pixels: Uint32Array,
  size: number,
  target: Uint32Array,
  stride: number,
  { width, height }: Pick<Spot, 'width' | 'height'>,
): void {
  const columns = Uint16Array.from({ length: width }, (_, x) => nearest(x, width, size));
  let copied = -1;
  for (let y = 0; y < height; y++) {
    const row = nearest(y, height, size);
    const to = y * stride;
    if (row === copied) {
      target.copyWithin(to, to - stride, to - stride + width);
      continue;
    }
    copied = row;
    for (let x = 0; x < width; x++) target[to + x] = pixels[row * size + (columns[x] as number)] as number;
  }
}

/** Which pixel of a side a pixel of the screen falls on. */
const nearest = (at: number, drawn: number, size: number) => Math.floor(((at + 0.5) * size) / drawn);
