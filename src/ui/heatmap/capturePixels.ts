/** Computes the pixels of a captured head's map from its bytes, without decoding it: as `mapPixels` does of the decoded map. */
import { triangle, weightLevels } from '../../measure/capture';
import type { Colouring } from './colouring';
import { mapSize } from './mapPixels';

/** Of each byte of a capture its colour, packed RGBA. */
export const byteColours = ({ palette, indexOf }: Colouring): Uint32Array =>
  Uint32Array.from(weightLevels, (weight) => palette[indexOf(weight)] as number);

export interface CapturedMap {
  /** Of each head the lower triangle, row by row: heads · T(T+1)/2 bytes. */
  weights: Uint8Array;
  head: number;
  T: number;
  /** At most so many pixels a side: of the values that fall on one, the largest is shown. */
  most: number;
  colours: Uint32Array;
  /** Each row is divided by its largest first. */
  isPerRow: boolean;
}

/** @param pixels packed RGBA, size × size of `mapSize`, row-major; what lies in the future stays as it is */
export function writeCaptured(
  pixels: Uint32Array,
  { weights, head, T, most, colours, isPerRow }: CapturedMap,
): void {
  const { size, block } = mapSize(T, most);
  let at = head * triangle(T);
  for (let row = 0; row < size; row++) {
    const largest = scratchOf(row + 1).fill(0);
    for (let query = row * block; query < Math.min(T, (row + 1) * block); query++) {
      const end = at + query + 1;
      // Bytes are logarithms, so that to divide by the largest is to move up to it; none of 0.
      const up = isPerRow ? 255 - largestOf(weights, at, end) : 0;
      for (let pixel = 0, step = 0; at < end; at++) {
        const byte = weights[at] as number;
        const shown = byte && byte + up;
        if (shown > (largest[pixel] as number)) largest[pixel] = shown;
        if (++step === block) {
          step = 0;
          pixel++;
        }
      }
    }
    for (let pixel = 0; pixel <= row; pixel++)
      pixels[row * size + pixel] = colours[largest[pixel] as number] as number;
  }
}

/** Many maps are drawn at once: what they are drawn by is not made anew for each. */
let scratch = new Uint8Array(0);

function scratchOf(length: number): Uint8Array {
  if (scratch.length < length) scratch = new Uint8Array(2 * length);
  return scratch.subarray(0, length);
}

function largestOf(weights: Uint8Array, from: number, to: number): number {
  let largest = 0;
  for (let at = from; at < to; at++) if ((weights[at] as number) > largest) largest = weights[at] as number;
  return largest;
}
