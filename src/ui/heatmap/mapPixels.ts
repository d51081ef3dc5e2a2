/**
 * Computes the pixels of one causal map or of a pane of it: a pixel a value, or the largest in magnitude of several; what lies in
 * the future stays clear.
 */
import { type Colouring, weightColouring } from './colouring';

/** A square of a map that is looked at, in tokens. */
export interface Pane {
  /** Its first query. */
  row: number;
  /** Its first key. */
  column: number;
  /** Queries and keys of a side. */
  size: number;
}

interface Drawn {
  /** At most so many pixels a side. */
  most?: number | undefined;
  /** The whole map without it. */
  pane?: Pane | undefined;
  colouring?: Colouring | undefined;
}

/** @returns pixels of a side (size), and how many values of a side fall on one (block) */
export function mapSize(T: number, most: number): { size: number; block: number } {
  const block = Math.ceil(T / most);
  return { size: Math.ceil(T / block), block };
}

/** The square root of weights from 0 to 1. */
export const standardColouring = weightColouring({ mapScale: 'root', mapLow: 0, mapHigh: 1 });

/**
 * Colours one head's map, or what a pane shows of it.
 * @param map (heads, T, T), row-major; NaN where it says nothing
 * @returns packed RGBA, size × size, row-major
 */
export function mapPixels(
  map: Float32Array,
  head: number,
  T: number,
  { pane = { row: 0, column: 0, size: T }, most = pane.size, colouring = standardColouring }: Drawn = {},
): Uint32Array<ArrayBuffer> {
  const { size, block } = mapSize(pane.size, most);
  const strongest = scratchOf(size * size).fill(Number.NaN);
  const lastQuery = Math.min(T, pane.row + pane.size) - 1;
  for (let query = pane.row; query <= lastQuery; query++) {
    const start = (head * T + query) * T;
    const share = colouring.isPerRow ? 1 / (largestOf(map, start, start + query) || 1) : 1;
    const row = Math.floor((query - pane.row) / block) * size;
    const lastKey = Math.min(query, pane.column + pane.size - 1);
    for (let key = pane.column, step = 0, pixel = row; key <= lastKey; key++) {
      const value = share * (map[start + key] as number);
      const there = strongest[pixel] as number;
      if (!(Math.abs(value) <= Math.abs(there)) && !Number.isNaN(value)) strongest[pixel] = value;
      if (++step === block) {
        step = 0;
        pixel++;
      }
    }
  }
  const { palette, indexOf } = colouring;
  const pixels = new Uint32Array(size * size);
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    const value = strongest[pixel] as number;
    if (!Number.isNaN(value)) pixels[pixel] = palette[indexOf(value)] as number;
  }
  return pixels;
}

/** Many maps are drawn at once: what they are drawn by is not made anew for each. */
let scratch = new Float32Array(0);

function scratchOf(length: number): Float32Array {
  if (scratch.length < length) scratch = new Float32Array(length);
  return scratch.subarray(0, length);
}

function largestOf(map: Float32Array, from: number, to: number): number {
  let largest = 0;
  for (let at = from; at <= to; at++) largest = Math.max(largest, Math.abs(map[at] as number) || 0);
  return largest;
}
