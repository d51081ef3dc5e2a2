/** Round numbers for an axis. */

import { round } from 'es-toolkit';
import { formatCount, formatPercent, formatScientific, formatTick } from '../../format/numbers';

/** Of what an axis reaches to: so far that twice as much is still a number. */
const largest = 1e300;
const within = (value: number) => (Number.isNaN(value) ? 0 : Math.max(-largest, Math.min(largest, value)));

/** From here on a tick is a power of ten: there is no room for more digits beside an axis. */
const longest = 1e7;

const exponentOf = (value: number) => Math.floor(Math.log10(Math.abs(value)));

/** No finer than the tables write a measurement, nor than four digits of what is measured: "4.383", and never "4.38325". */
const leastStep = (size: number) => Math.max(1e-3, size > 0 ? 10 ** (exponentOf(size) - 3) : 0);

/** @returns the step of 1, 2 or 5 times a power of ten that divides `range` into at most `most` parts. */
function niceStep(range: number, most: number): number {
  const raw = range / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((f) => f * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** @returns multiples of `step` from `low` to `high`, without the rounding error of repeated addition */
function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => round((first + i) * step, digits));
}

export interface Axis {
  domain: [number, number];
  ticks: number[];
  /** A tick's text; every one of an axis with the same number of decimals. */
  format(value: number): string;
}

/**
 * Makes a linear axis that spans `low` to `high`; its ends are ticks.
 * @param most intervals between ticks, at most about so many
 */
export function valueAxis(low: number, high: number, most = 6): Axis {
  const bottom = within(low);
  const top = Math.max(bottom, within(high));
  const size = Math.max(Math.abs(bottom), Math.abs(top));
  // Closer together than their digits tell, values are on one level.
  const isSpread = top - bottom > Math.max(1e-9 * size, 1e-12);
  const nice = niceStep(isSpread ? top - bottom : Math.max(size * 0.1, 0.1), most);
  const step = Math.max(nice, leastStep(size));
  const from = Math.floor(bottom / step + 1e-9) * step;
  const to = Math.ceil(top / step - 1e-9) * step;
  const ticks = multiples(from, to === from ? from + step : to, step);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return {
    domain: [ticks[0] as number, ticks.at(-1) as number],
    ticks,
    format: (value) =>
      Math.abs(value) < longest
        ? formatTick(value, digits)
        : formatScientific(value, Math.max(0, exponentOf(value) - exponentOf(step))),
  };
}

/** The axis of shares 0 to 1, written in percent. */
export const shareAxis: Axis = {
  ...valueAxis(0, 1),
  format: (value) => formatPercent(value, 0),
};

/** Makes the axis of differences of shares, in percentage points. */
export function shareDifferenceAxis(low: number, high: number, most = 6): Axis {
  const { domain, ticks, ...points } = valueAxis(100 * low, 100 * high, most);
  const share = (percent: number) => percent / 100;
  return {
    domain: [share(domain[0]), share(domain[1])],
    ticks: ticks.map(share),
    format: (value) => points.format(100 * value),
  };
}

/**
 * Makes a logarithmic axis that spans `low` to `high`, both above 0: with ticks at 1, 2 and 5 times powers of ten, or at the round
 * values of a linear axis where a decade has too few of those.
 */
export function logValueAxis(low: number, high: number, most = 6): Axis {
  const bottom = Math.max(Number.MIN_VALUE / Number.EPSILON, within(low));
  const top = Math.max(bottom, within(high));
  const linear = valueAxis(bottom, top, most);
  if (top / bottom < 10 && linear.domain[0] > 0) return linear;
  const domain: Axis['domain'] = [bottom * 0.95, top * 1.05];
  const ticks = logTicks(...domain, most);
  return {
    domain,
    ticks,
    format: (value) => (value < longest && value >= 1e-4 ? formatCount(value) : formatScientific(value, 0)),
  };
}

interface AmountOptions {
  /** Intervals between ticks of a linear axis, at most about so many. */
  most?: number;
  /** The closest that ticks may be, such as a whole step. */
  least?: number;
  format?: Axis['format'];
}

/**
 * Makes an axis of amounts, such as steps, from `low` to `high` exactly; a logarithmic one has ticks at 1, 2 and 5 times powers
 * of ten.
 * @param low above 0 for a logarithmic axis
 */
export function amountAxis(
  low: number,
  high: number,
  log: boolean,
  { most = 8, least = 0, format = formatCount }: AmountOptions = {},
): Axis {
  const from = Math.min(within(low), largest / 2);
  const to = within(high) > from ? within(high) : from + (least || 1);
  const ticks = log
    ? logTicks(from, to, most)
    : multiples(from, to, Math.max(least, niceStep(to - from, most)));
  return { domain: [from, to], ticks, format };
}

/** The same of whole steps. */
export const stepAxis = (low: number, high: number, log: boolean, most = 8): Axis =>
  amountAxis(low, Math.max(high, low + 1), log, { most, least: 1 });

function logTicks(low: number, high: number, most: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.floor(Math.log10(high))];
  const ticks = (factors: readonly number[], every: number) => {
    const found: number[] = [];
    for (let exponent = first; exponent <= last; exponent += every)
      for (const factor of factors) {
        const tick = factor * 10 ** exponent;
        if (tick >= low && tick <= high) found.push(tick);
      }
    return found;
  };
  // Where 2 and 5 would crowd the axis they go, and where every decade would, some decades.
  const fine = ticks([1, 2, 5], 1);
  if (high / low <= 1000 && fine.length <= most + 1) return fine;
  return ticks([1], Math.ceil((last - first) / Math.max(1, most)) || 1);
}
