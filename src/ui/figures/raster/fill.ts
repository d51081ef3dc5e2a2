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
 * @param paint a colour, or that at an x
 * @param clip beyond which nothing is drawn
 * @param opacity of the paint, 0 to 1
 */
export function fill(
  picture: Pixels,
  polygons: readonly (readonly number[])[],
  paint: Colour | ((x: number) => Colour),
  clip: Box,
  opacity = 1,
): void {
  const edges = edgesOf(polygons);
  const lowest = edges.reduce((y, edge) => Math.max(y, edge.bottom), Number.NEGATIVE_INFINITY);
  const top = Math.max(0, Math.floor(clip.top), Math.floor(edges[0]?.top ?? 0));
  const bottom = Math.min(picture.height, Math.ceil(clip.bottom), Math.ceil(lowest));
  const [left, right] = [Math.max(0, clip.left), Math.min(picture.width, clip.right)];
  // Of each pixel: what its own spans cover of it, and by how much more all pixels from it on are covered.
  const own = new Float32Array(picture.width + 2);
  const onwards = new Float32Array(picture.width + 2);
  const spans = new Spans(edges);
  for (let y = top; y < bottom; y++) {
    let from = picture.width;
    let until = 0;
    for (let line = 0; line < linesPerPixel; line++) {
      const at = y + (line + 0.5) / linesPerPixel;
      if (at < clip.top || at > clip.bottom) continue;
      for (const [a, b] of spans.at(at)) {
        const [start, end] = [Math.max(left, a), Math.min(right, b)];
        if (start >= end) continue;
        const [first, last] = [Math.floor(start), Math.floor(end)];
        from = Math.min(from, first);
        until = Math.max(until, Math.ceil(end));
        // Whole from the first pixel to the one before the last, save what lies before the start; of the last, up to the end.
        add(onwards, first, 1 / linesPerPixel);
        add(onwards, last, -1 / linesPerPixel);
        add(own, first, (first - start) / linesPerPixel);
        add(own, last, (end - last) / linesPerPixel);
      }
    }
    let whole = 0;
    for (let x = from; x < until; x++) {
      whole += onwards[x] as number;
      const share = Math.min(1, whole + (own[x] as number));
      if (share > 0)
        blend(picture, x, y, typeof paint === 'function' ? paint(x + 0.5) : paint, share * opacity);
    }
    own.fill(0, from, until + 1);
    onwards.fill(0, from, until + 1);
  }
}

function add(values: Float32Array, at: number, value: number): void {
  values[at] = (values[at] as number) + value;
}

/** A side of a polygon that is not horizontal: from its upper end, in pixels. */
interface Edge {
  x: number;
  top: number;
  bottom: number;
  /** Pixels to the right for each pixel down. */
  slope: number;
  /** 1 where the polygon goes down along it, -1 where it goes up. */
  turn: 1 | -1;
}

/** By their upper ends, the uppermost first. */
function edgesOf(polygons: readonly (readonly number[])[]): Edge[] {
  const edges: Edge[] = [];
  for (const polygon of polygons) {
    let [x0, y0] = [polygon.at(-2) as number, polygon.at(-1) as number];
    for (let i = 0; i < polygon.length; i += 2) {
      const [x1, y1] = [polygon[i] as number, polygon[i + 1] as number];
      const slope = (x1 - x0) / (y1 - y0);
      if (y0 < y1) edges.push({ x: x0, top: y0, bottom: y1, slope, turn: 1 });
      else if (y1 < y0) edges.push({ x: x1, top: y1, bottom: y0, slope, turn: -1 });
      [x0, y0] = [x1, y1];
    }
  }
  return edges.sort((a, b) => a.top - b.top);
}

/** Where horizontal lines are within the polygons of edges. Asked from top to bottom, it looks at the edges near a line alone. */
class Spans {
  private next = 0;
  private near: Edge[] = [];

  constructor(private readonly edges: readonly Edge[]) {}

  /** From left to right. @param y not above the last one that was asked for */
  at(y: number): [start: number, end: number][] {
    for (let edge = this.edges[this.next]; edge && edge.top <= y; edge = this.edges[++this.next])
      this.near.push(edge);
    this.near = this.near.filter(({ bottom }) => bottom > y);
    const crossings = this.near
      .map(({ x, top, slope, turn }) => ({ x: x + (y - top) * slope, turn }))
      .sort((a, b) => a.x - b.x);
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
}

/** Lays a colour over a pixel of an opaque picture. @param share 0 to 1 */
export function blend({ width, rgba }: Pixels, x: number, y: number, colour: Colour, share: number): void {
  const at = 4 * (y * width + x);
  for (let channel = 0; channel < 3; channel++) {
    const over = colour[channel] as number;
    const under = rgba[at + channel] as number;
    rgba[at + channel] = share === 1 ? over : Math.round(under + (over - under) * share);
  }
}
