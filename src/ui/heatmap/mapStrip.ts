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
  /** Side of a square. */
  side: number;
  /** Where the square of each map begins. */
  corners: readonly { x: number; y: number }[];
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
  const cssPixels = (places: number) => places * (side + gap);
  const corner = (place: number) => Math.round((cssPixels(place) + frame) * ratio);
  const extent = (places: number) => Math.round((cssPixels(places) - gap) * ratio);
  const across = Math.min(maps, columns);
  return {
    width: extent(across),
    height: extent(Math.ceil(maps / across)),
    ratio,
    side: Math.floor((side - 2 * frame) * ratio),
    corners: Array.from({ length: maps }, (_, map) => ({
      x: corner(map % across),
      y: corner(Math.floor(map / across)),
    })),
  };
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
  const from = nearest(size, strip.side);
  for (const [map, { x, y }] of strip.corners.entries())
    copyScaled(pixelsOf(map), size, from, target.subarray(y * strip.width + x), strip.width);
  context.putImageData(image, 0, 0);
}

/**
 * Which pixel of a side each pixel of the screen shows, without blur: as `image-rendering: pixelated` chooses it, of two that are as
 * near the first.
 */
const nearest = (size: number, drawn: number): number[] =>
  Array.from({ length: drawn }, (_, at) => Math.ceil(((at + 0.5) * size) / drawn) - 1);

/**
 * Copies a square of pixels.
 * @param size pixels of its side
 * @param from of each pixel of a side which one it shows
 * @param target from its first pixel on
 * @param stride from a row of the target to the next
 */
function copyScaled(
  pixels: Uint32Array,
  size: number,
  from: readonly number[],
  target: Uint32Array,
  stride: number,
): void {
  for (const [y, row] of from.entries()) {
    const to = y * stride;
    if (row === from[y - 1]) {
      target.copyWithin(to, to - stride, to - stride + from.length);
      continue;
    }
    const start = row * size;
    for (let x = 0; x < from.length; x++) target[to + x] = pixels[start + (from[x] as number)] as number;
  }
}
