// Summarises what was measured of the page.

/**
 * @typedef {{ median: number, p95: number, n: number }} Summary of values; NaN of none
 */

/**
 * Value below which a share of the values lies, the nearest rank.
 * @param {readonly number[]} values
 * @param {number} share from 0 to 1
 */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** @param {readonly number[]} values @returns {Summary} */
export const summary = (values) => ({
  median: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  n: values.length,
});
