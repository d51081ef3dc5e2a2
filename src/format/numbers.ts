/** Numbers for a reader, in English whatever the browser's language: `Intl` rounds and groups, nothing else does. */

const formatters = new Map<string, Intl.NumberFormat>();

/** A formatter for these options; making one costs more than a hundred uses of it. */
function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  // "negative" leaves the sign off what rounds to zero.
  const made = new Intl.NumberFormat('en', { signDisplay: 'negative', ...options });
  formatters.set(key, made);
  return made;
}

/** A count, or a number of at most six decimals: 12345 as 12,345, 0.25 as 0.25. */
export function formatCount(n: number): string {
  return formatter({ maximumFractionDigits: 6 }).format(n);
}

/** A measurement in a fixed number of decimals, not grouped: 1234.5 in two as 1234.50. */
export function formatFixed(value: number, digits: number): string {
  return formatter({
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(value);
}

/** A tick of an axis: grouped, in at least so many decimals. */
export function formatTick(value: number, digits: number): string {
  return formatter({ minimumFractionDigits: digits, maximumFractionDigits: Math.max(3, digits) }).format(
    value,
  );
}

/** A number of so many significant digits, trailing zeros too, not grouped: 1.5 in three as 1.50. */
export function formatSignificant(value: number, digits: number): string {
  return formatter({
    minimumSignificantDigits: digits,
    maximumSignificantDigits: digits,
    useGrouping: false,
  }).format(value);
}

/** A number times a power of ten, in so many decimals: 123456 in one as 1.2e5. */
export function formatScientific(value: number, digits: number): string {
  return formatter({ notation: 'scientific', minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(value)
    .replace('E', 'e');
}

/** A share of one in percent: 0.5 as 50.0%. */
export function formatPercent(share: number, digits = 1): string {
  return formatter({
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(share);
}

const prefixes = ['', ' k', ' M', ' G', ' T'];

/** A large number in three digits and an SI prefix: 1234567 as 1.23 M. Below a thousand it is whole. */
export function formatCompact(n: number): string {
  if (Math.round(n) < 1000) return formatFixed(n, 0);
  let value = n;
  let prefix = 0;
  // 999.5 has four digits once it is rounded to three.
  while (value >= 999.5 && prefix < prefixes.length - 1) {
    value /= 1000;
    prefix++;
  }
  return `${formatSignificant(value, 3)}${prefixes[prefix]}`;
}
