/** The outline of the bars that sums of a map are drawn as. */
import { round } from 'es-toolkit';

/**
 * @param sums of all tokens @param full the magnitude of a bar of full length, above 0
 * @param from the first token that is seen @param size how many are
 * @returns an SVG path, a bar a unit thick, its length from 0 to 1: of rows to the right, of columns up. Sums of both signs begin at 1/2
 */
export function barsPath(
  axis: 'rows' | 'columns',
  sums: Float32Array,
  full: number,
  from: number,
  size: number,
): string {
  const isSigned = sums.some((sum) => sum < -1e-6);
  const [start, scale] = isSigned ? [0.5, 0.5 / full] : [0, 1 / full];
  return Array.from(sums.subarray(from, from + size), (sum, i) => {
    const length = round(sum * scale, 4);
    return axis === 'rows'
      ? `M${start} ${i}h${length}v1h${-length}z`
      : `M${i} ${1 - start}v${-length}h1v${length}z`;
  }).join('');
}
