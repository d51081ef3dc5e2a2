/**
 * Computes the pixels of one causal map: a pixel a weight, or the largest of several; what lies in the future stays
 * clear.
 */
import { palette } from './colormap';

/** @returns pixels of a side (size), and how many weights of a side fall on one (block) */
export function mapSize(T: number, most: number): { size: number; block: number } {
  const block = Math.ceil(T / most);
  return { size: Math.ceil(T / block), block };
}

/**
 * Colours one head's map by the square root of its weights.
 * @param map (heads, T, T), row-major
 * @param most at most so many pixels a side
 * @returns packed RGBA, size × size, row-major
 */
export function mapPixels(map: Float32Array, head: number, T: number, most = T): Uint32Array<ArrayBuffer> {
  const { size, block } = mapSize(T, most);
  const strongest = new Float32Array(size * size);
  for (let i = 0; i < T; i++) {
    const row = Math.floor(i / block) * size;
    for (let j = 0; j <= i; j++) {
      const pixel = row + Math.floor(j / block);
      const weight = map[(head * T + i) * T + j] as number;
      if (weight > (strongest[pixel] as number)) strongest[pixel] = weight;
    }
  }
  const pixels = new Uint32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      // The root lifts small weights, of which long rows are full, into view.
      const shade = Math.sqrt(strongest[i * size + j] as number);
      pixels[i * size + j] = palette[Math.round(255 * Math.min(1, shade))] as number;
    }
  }
  return pixels;
}
