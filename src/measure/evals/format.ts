/** Estimates as text: mean ± standard error, as lm-evaluation-harness prints them, in decimals that suit the unit. */
import { numberWords } from '../../format/language';
import { formatFixed, formatMeasured, formatScientific, notFinite } from '../../format/numbers';
import { words } from '../../format/words';
import type { Estimate, MetricUnit } from './types';

/** What decimals are chosen by; an error that is not known has no part in it. */
type Sized = Pick<Estimate, 'value'> & Partial<Pick<Estimate, 'stderr' | 'range'>>;

const mostDecimals = 4;

/** A number in the decimals of the estimate that it belongs to. */
function numeral(unit: MetricUnit, number: number, of: Sized): string {
  if (unit === 'share') return formatFixed(100 * number, 1);
  if (unit === 'nats' || unit === 'bits') return formatMeasured(number, 4);
  // The borders are those of the rounded number: 99.996 is 100.0, and 999,999.7 is 1.00e6.
  const size = Math.abs(of.value);
  if (size >= 999_999.5) return formatScientific(number, 2);
  return formatFixed(number, decimalsFor(of, size < 99.995 ? 2 : size < 999.95 ? 1 : 0));
}

/** Of an error that would be zeros so many decimals that two digits of it are seen. */
function decimalsFor({ stderr = Number.NaN, range }: Sized, usual: number): number {
  const error = Number.isFinite(stderr) ? stderr : range ? (range[1] - range[0]) / 2 : Number.NaN;
  if (!(error > 0 && error < 0.5 * 10 ** -usual)) return usual;
  return Math.min(mostDecimals, Math.ceil(-Math.log10(error)) + 1);
}

/** Formats an estimate: "12.34 ± 0.21", "25.0 ± 4.4 %", of seeds "12.34 (11.9 to 12.7)"; the value alone where there is no error to give. */
export function formatEstimate(
  unit: MetricUnit,
  estimate: Pick<Estimate, 'value' | 'stderr' | 'range'>,
): string {
  const { value, stderr, range } = estimate;
  if (!Number.isFinite(value)) return notFinite(value);
  const mark = unit === 'share' ? ' %' : '';
  const ends = range?.every(Number.isFinite) ? range.map((end) => numeral(unit, end, estimate)) : null;
  const error = Number.isFinite(stderr)
    ? ` ± ${numeral(unit, stderr, estimate)}`
    : ends
      ? ` (${numberWords().range(ends[0] as string, ends[1] as string)})`
      : '';
  return `${numeral(unit, value, estimate)}${error}${mark}`;
}

/**
 * Formats a number that a difference is made of, the value or its error: a share in percentage points, all in as many decimals as the values
 * that are compared.
 */
export const formatDifference = (unit: MetricUnit, difference: number, of: Sized) =>
  unit === 'share'
    ? words('units.pp', '{{points}} pp', { points: formatFixed(100 * difference, 1) })
    : numeral(unit, difference, of);

/** Formats an interval: "11.93 to 12.77"; null unless the estimate has an interval. */
export function formatInterval(unit: MetricUnit, estimate: Estimate): string | null {
  const { interval } = estimate;
  if (!interval?.every(Number.isFinite)) return null;
  const [low, high] = interval.map((end) => numeral(unit, end, estimate));
  return numberWords().range(low as string, high as string);
}
