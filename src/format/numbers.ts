/**
 * Numbers for a reader, in the language of `language.ts`: `Intl` rounds and groups, nothing else does. Before what is negative stands a
 * minus and no hyphen; what is typed into a field has the hyphen of the keyboard.
 */
import { numberWords } from './language';

const formatters = new Map<string, Intl.NumberFormat>();

/** A formatter for these options; making one costs more than a hundred uses of it. */
function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const { tag } = numberWords();
  const key = tag + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  // "negative" leaves the sign off what rounds to zero.
  const made = new Intl.NumberFormat(tag, { signDisplay: 'negative', ...options });
  formatters.set(key, made);
  return made;
}

/** From here on digits say nothing any more; so does what rounds to it. */
const longest = 1e15 - 0.5;
/** Of significant digits, a number that is smaller would be zeros. */
const smallest = 1e-7;

/** Writes a number with these options, a negative one with a minus and no hyphen; a very large one as a power of ten. */
function format(value: number, options: Intl.NumberFormatOptions): string {
  return Number.isFinite(value) && Math.abs(value) >= longest
    ? scientific(value, { maximumFractionDigits: 2 })
    : withMinus(formatter(options).format(value));
}

/** The same in significant digits, where very small ones are powers of ten too. */
function formatDigits(value: number, options: Intl.NumberFormatOptions): string {
  return value !== 0 && Math.abs(value) < smallest
    ? scientific(value, { maximumFractionDigits: 2 })
    : format(value, options);
}

function scientific(value: number, options: Intl.NumberFormatOptions): string {
  const text = formatter({ notation: 'scientific', ...options }).format(value);
  return withMinus(text.replace('E', 'e'));
}

/** An exponent keeps its hyphen: 1e-5 is what a person types. */
const withMinus = (text: string): string => text.replace(/^-/, '−');

/** A count, or a number of at most six decimals: 12345 as 12,345, 0.25 as 0.25. */
export function formatCount(n: number): string {
  return format(n, { maximumFractionDigits: 6 });
}

/** A measurement in a fixed number of decimals, not grouped: 1234.5 in two as 1234.50. */
export function formatFixed(value: number, digits: number): string {
  return format(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
}

/** The same of a difference, with its sign; none on what rounds to zero: 0.25 in one as +0.3. */
export function formatDifference(value: number, digits: number): string {
  return format(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
    signDisplay: 'exceptZero',
  });
}

/** A tick of an axis: grouped, in at least so many decimals. */
export function formatTick(value: number, digits: number): string {
  return format(value, { minimumFractionDigits: digits, maximumFractionDigits: Math.max(3, digits) });
}

/** A number of so many significant digits, trailing zeros too, not grouped: 1.5 in three as 1.50. */
export function formatSignificant(value: number, digits: number): string {
  return formatDigits(value, {
    minimumSignificantDigits: digits,
    maximumSignificantDigits: digits,
    useGrouping: false,
  });
}

/** A number of at most so many significant digits, grouped: 1.5 in three as 1.5, 1.234 as 1.23. */
export function formatRounded(value: number, digits: number): string {
  return formatDigits(value, { maximumSignificantDigits: digits });
}

/** A number times a power of ten, in so many decimals: 123456 in one as 1.2e5. */
export function formatScientific(value: number, digits: number): string {
  return scientific(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A value of any size, as an activation's: in three digits, from ten thousand on and below a thousandth as 1.2e5. */
export function formatMagnitude(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 9995 || size < 0.0009995)
    ? formatScientific(value, 1)
    : formatSignificant(value, 3);
}

/** The sign before the decimals. */
export function decimalSign(): string {
  const parts = formatter({ minimumFractionDigits: 1 }).formatToParts(0);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

/** Rounds to so many significant digits: what arithmetic leaves of a decimal, 9.999999999999999e-6, is what a person writes, 1e-5. */
export const toDigits = (value: number, digits: number): number => Number(value.toPrecision(digits));

/**
 * A number in all its digits, as it can be typed into a field: 0.003 as 0.003, 0.00000001 as 1e-8. They are at most 15, as many as a
 * double keeps of what was typed.
 */
export function formatExact(of: number): string {
  const value = toDigits(of, 15);
  const exact = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return exact.replace('.', decimalSign());
}

/**
 * Parses a number that a person typed: with a point before the decimals, or the sign of the language; never grouped.
 * @returns null where it is none
 */
export function parseExact(typed: string): number | null {
  const trimmed = typed.trim();
  const value = Number(/[.].*[.,]|,.*[.,]/.test(trimmed) ? Number.NaN : trimmed.replace(decimalSign(), '.'));
  return trimmed !== '' && Number.isFinite(value) ? value : null;
}

/** A share of one in percent: 0.5 as 50.0%. */
export function formatPercent(share: number, digits = 1): string {
  return numberWords().percent(formatFixed(100 * share, digits));
}

const prefixes = ['', ' k', ' M', ' G', ' T', ' P', ' E'];

/** A large number in three digits and an SI prefix: 1234567 as 1.23 M. Below a thousand it is whole. */
export function formatCompact(n: number): string {
  if (!Number.isFinite(n) || Math.abs(n) < 999.5) return formatFixed(n, 0);
  let value = n;
  let prefix = 0;
  // 999.5 has four digits once it is rounded to three.
  while (Math.abs(value) >= 999.5) {
    value /= 1000;
    prefix++;
  }
  return prefix < prefixes.length
    ? `${formatSignificant(value, 3)}${prefixes[prefix]}`
    : formatScientific(n, 2);
}

/** A round amount with an SI prefix, in as few digits as it takes, at most three: 1500000 as 1.5 M, 0 as 0. */
export function formatAmount(n: number): string {
  const power = n === 0 ? 0 : Math.max(0, Math.floor(Math.log10(Math.abs(n)) / 3 + 1e-9));
  const prefix = prefixes[power];
  return prefix === undefined ? formatScientific(n, 1) : `${formatRounded(n / 1000 ** power, 3)}${prefix}`;
}

/**
 * A measurement for a table: in so many decimals, from ten million on as a power of ten; "beyond the scale" where it is
 * larger than any number, "not a number" where it is none.
 */
export function formatMeasured(value: number, digits: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  // What rounds to ten million is as that.
  return Math.abs(value) < 1e7 - 0.5 * 10 ** -digits
    ? formatFixed(value, digits)
    : formatScientific(value, 2);
}

/** A score before the softmax, of any size; in words where it is not finite. */
export function formatScore(value: number): string {
  return Number.isFinite(value) ? formatMagnitude(value) : notFinite(value);
}

/** Says in words what a value is that is not finite. */
export const notFinite = (value: number): string =>
  Number.isNaN(value) ? numberWords().notANumber() : numberWords().beyondNumbers();
