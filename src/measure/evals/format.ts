/** Estimates as text: mean ± standard error, as lm-evaluation-harness prints them, in decimals that suit the unit. */
import { numberWords } from '../../format/language';
import { formatFixed, formatMeasured, formatScientific, notFinite } from '../../format/numbers';
import { words } from '../../format/words';
import type { Estimate, MetricUnit } from './types';

/** The value alone, and in the same decimals. */
function numeral(unit: MetricUnit, value: number, size: number): string {
  if (unit === 'share') return formatFixed(100 * value, 1);
  if (unit === 'nats' || unit === 'bits') return formatMeasured(value, 4);
  // The borders are those of the rounded number: 99.996 is 100.0, and 999,999.7 is 1.00e6.
  if (size >= 999_999.5) return formatScientific(value, 2);
  return formatFixed(value, size < 99.995 ? 2 : size < 999.95 ? 1 : 0);
}

/** Formats an estimate: "12.34 ± 0.21", "25.0 ± 4.4 %", of seeds "12.34 (11.9 to 12.7)"; the value alone where there is no error to give. */
export function formatEstimate(
  unit: MetricUnit,
  { value, stderr, range }: Pick<Estimate, 'value' | 'stderr' | 'range'>,
): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const mark = unit === 'share' ? ' %' : '';
  const size = Math.abs(value);
  const ends = range?.every(Number.isFinite) ? range.map((end) => numeral(unit, end, size)) : null;
  const error = Number.isFinite(stderr)
    ? ` ± ${numeral(unit, stderr, size)}`
    : ends
      ? ` (${numberWords().range(ends[0] as string, ends[1] as string)})`
      : '';
  return `${numeral(unit, value, size)}${error}${mark}`.replaceAll('-', '−');
}

/**
 * Formats a number that a difference is made of, the value or its error: a share in percentage points, all in as many decimals as the values
 * that are compared.
 */
export const formatDifference = (unit: MetricUnit, difference: number, { value }: Pick<Estimate, 'value'>) =>
  unit === 'share'
    ? words('units.pp', '{{points}} pp', { points: formatFixed(100 * difference, 1) })
    : numeral(unit, difference, Math.abs(value));

/** Formats an interval: "11.93 to 12.77"; null unless the estimate has an interval. */
export function formatInterval(unit: MetricUnit, { value, interval }: Estimate): string | null {
  if (!interval?.every(Number.isFinite)) return null;
  const [low, high] = interval.map((end) => numeral(unit, end, Math.abs(value)));
  return numberWords().range(low as string, high as string);
}
