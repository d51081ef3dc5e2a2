/** The outline of the bars that sums of a map are drawn as. */
import { round } from 'es-toolkit';

/**
 * @param sums of all tokens; the longest bar is that of the largest magnitude of all
 * @param from the first token that is seen @param size how many are
 * @returns an SVG path, a bar a unit thick, its length from 0 to 1: of rows to the right, of columns up. Sums of both signs begin at 1/2
 */
export function barsPath(axis: 'rows' | 'columns', sums: Float32Array, from: number, size: number): string {
  const largest = sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0) || 1;
  const isSigned = sums.some((sum) => sum < -1e-6);
  const [start, scale] = isSigned ? [0.5, 0.5 / largest] : [0, 1 / largest];
  return Array.from(sums.subarray(from, from + size), (sum, i) => {
    const length = round(sum * scale, 4);
    return axis === 'rows'
      ? `M${start} ${i}h${length}v1h${-length}z`
      : `M${i} ${1 - start}v${-length}h1v${length}z`;
  }).join('');
}
