/** Fills polygons on a picture, antialiased: four lines a pixel, and the exact share of a pixel along each. */
import type { Pixels } from './png';

export type Colour = readonly [red: number, green: number, blue: number];
/** In pixels of the picture. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const linesPerPixel = 4;

/**
 * Fills what the polygons wind around (SVG's nonzero rule).
 * @param polygons each x and y in turn, in pixels
 * @param colourAt the colour at an x
 * @param clip beyond which nothing is drawn
 */
export function fill(
  picture: Pixels,
  polygons: readonly (readonly number[])[],
  colourAt: (x: number) => Colour,
  clip: Box,
): void {
  const ys = polygons.flatMap((polygon) => polygon.filter((_, i) => i % 2 === 1));
  const top = Math.max(0, Math.floor(clip.top), Math.floor(min(ys)));
  const bottom = Math.min(picture.height, Math.ceil(clip.bottom), Math.ceil(max(ys)));
  const [left, right] = [Math.max(0, clip.left), Math.min(picture.width, clip.right)];
  const coverage = new Float32Array(picture.width + 1);
  for (let y = top; y < bottom; y++) {
    coverage.fill(0);
    let from = picture.width;
    let until = 0;
    for (let line = 0; line < linesPerPixel; line++) {
      const at = y + (line + 0.5) / linesPerPixel;
      if (at < clip.top || at > clip.bottom) continue;
      for (const [a, b] of spansAt(polygons, at)) {
        const [start, end] = [Math.max(left, a), Math.min(right, b)];
        if (start >= end) continue;
        from = Math.min(from, Math.floor(start));
        until = Math.max(until, Math.ceil(end));
        for (let x = Math.floor(start); x < end; x++)
          coverage[x] = (coverage[x] as number) + (Math.min(end, x + 1) - Math.max(start, x)) / linesPerPixel;
      }
    }
    for (let x = from; x < until; x++) {
      const share = Math.min(1, coverage[x] as number);
      if (share > 0) blend(picture, x, y, colourAt(x + 0.5), share);
    }
  }
}

const min = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const max = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);

/** Where a horizontal line is within the polygons, from left to right. */
function spansAt(polygons: readonly (readonly number[])[], y: number): [number, number][] {
  const crossings: { x: number; turn: number }[] = [];
  for (const polygon of polygons) {
    let [x0, y0] = [polygon.at(-2) as number, polygon.at(-1) as number];
    for (let i = 0; i < polygon.length; i += 2) {
      const [x1, y1] = [polygon[i] as number, polygon[i + 1] as number];
      if (y0 <= y !== y1 <= y)
        crossings.push({ x: x0 + ((x1 - x0) * (y - y0)) / (y1 - y0), turn: y1 > y0 ? 1 : -1 });
      [x0, y0] = [x1, y1];
    }
  }
  crossings.sort((a, b) => a.x - b.x);
  const spans: [number, number][] = [];
  let winding = 0;
  let start = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) start = x;
    winding += turn;
    if (winding === 0) spans.push([start, x]);
  }
  return spans;
}

/** Lays a colour over a pixel of an opaque picture. @param share 0 to 1 */
export function blend({ width, rgba }: Pixels, x: number, y: number, colour: Colour, share: number): void {
  const at = 4 * (y * width + x);
  for (let channel = 0; channel < 3; channel++) {
    const under = rgba[at + channel] as number;
    rgba[at + channel] = Math.round(under + ((colour[channel] as number) - under) * share);
  }
}
