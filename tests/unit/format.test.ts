/** Numbers at their borders: where rounding would change the unit, the number of digits or the sign. */
import { describe, expect, test } from 'vitest';
import { formatAmount, formatBytes } from '../../src/format/bytes';
import {
  formatCompact,
  formatCount,
  formatDifference,
  formatExact,
  formatFixed,
  formatMagnitude,
  formatMeasured,
  formatPercent,
  formatRounded,
  formatScientific,
  formatScore,
  formatSignificant,
  formatTick,
} from '../../src/format/numbers';
import { formatDateTime, formatDuration, formatEstimatedDuration } from '../../src/format/times';

const KiB = 1024;
const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const TiB = 1024 ** 4;

test.each([
  [0, '0 B'],
  [-0, '0 B'],
  [0.4, '0 B'],
  [999.5, '1,000 B'],
  [1023, '1,023 B'],
  [1023.5, '1 KiB'],
  [1024, '1 KiB'],
  [1139, '1.11 KiB'],
  [999.4 * KiB, '999 KiB'],
  [999.5 * KiB, '1,000 KiB'],
  [1020 * KiB, '1,020 KiB'],
  [1023.4 * KiB, '1,023 KiB'],
  [1023.9 * KiB, '1 MiB'],
  [20 * MiB, '20 MiB'],
  [9.996 * MiB, '10 MiB'],
  [GiB - 1, '1 GiB'],
  [1.5 * GiB, '1.5 GiB'],
  [2 * TiB, '2 TiB'],
  [5000 * TiB, '5,000 TiB'],
  [1e21, '909,494,702 TiB'],
  [-1536, '−1.5 KiB'],
  [-1023.9 * KiB, '−1 MiB'],
  [Number.NaN, 'NaN B'],
  [Number.POSITIVE_INFINITY, '∞ B'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('an amount tells what is done of what', () => {
  expect(formatAmount(524_288, 1_190_916, 'bytes')).toBe('512 KiB of 1.14 MiB');
  expect(formatAmount(300, 2048, 'tokens')).toBe('300 of 2,048 tokens');
});

test.each([
  [0, 'under 1 s'],
  [-5, 'under 1 s'],
  [0.99, 'under 1 s'],
  [1, '1 s'],
  [59.4, '59 s'],
  [59.6, '1 min'],
  [60.6, '1 min 1 s'],
  [119.4, '1 min 59 s'],
  [119.7, '2 min'],
  [3599.4, '59 min 59 s'],
  [3599.6, '1 h'],
  [7199, '1 h 59 min'],
  [360_000_000, '100,000 h'],
  [Number.NaN, 'NaN s'],
  [Number.POSITIVE_INFINITY, '∞ s'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [0.2, '1 s'],
  [59.4, '59 s'],
  [96, '1 min 40 s'],
  [1261, '21 min'],
])('%d seconds are estimated as about %s', (seconds, text) => {
  expect(formatEstimatedDuration(seconds)).toBe(text);
});

test('a moment is told in the time zone of the reader', () => {
  // With a space of any width before PM: ICU changed it.
  expect(formatDateTime(new Date(2026, 2, 4, 21, 5).getTime())).toMatch(/^Mar 4, 2026, 9:05\sPM$/);
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [999.4, '999'],
    [999.5, '1.00 k'],
    [1234, '1.23 k'],
    [999_499, '999 k'],
    [999_500, '1.00 M'],
    [1_234_567, '1.23 M'],
    [5e15, '5.00 P'],
    [999.4e18, '999 E'],
    [1e21, '1.00e21'],
    [-1_234_567, '−1.23 M'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d in three digits is %s', (n, text) => {
    expect(formatCompact(n)).toBe(text);
  });

  test.each([
    [0, '0'],
    [-0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-1_234_567, '−1,234,567'],
    [0.25, '0.25'],
    [0.000001, '0.000001'],
    [-0.0000001, '0'],
    [999_999_999_999_999, '999,999,999,999,999'],
    [1e15, '1e15'],
    [-1.2345e21, '−1.23e21'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('%d counted is %s', (n, text) => {
    expect(formatCount(n)).toBe(text);
  });

  test.each([
    [1234.5, 2, '1234.50'],
    [999.995, 2, '1000.00'],
    [9.996, 2, '10.00'],
    [-0.001, 2, '0.00'],
    [-0, 2, '0.00'],
    [-0.5, 1, '−0.5'],
    [999_999_999_999_999, 0, '999999999999999'],
    [Math.exp(100), 3, '2.69e43'],
    [Number.NaN, 3, 'NaN'],
    [Number.POSITIVE_INFINITY, 3, '∞'],
  ])('%d in %d decimals is %s', (value, digits, text) => {
    expect(formatFixed(value, digits)).toBe(text);
  });

  test('a difference has its sign, and none where it rounds to zero', () => {
    const written = [0.4312, -0.0071, 0.0004, -0.0004, 0, 12].map((value) => formatDifference(value, 3));
    expect(written).toEqual(['+0.431', '−0.007', '0.000', '0.000', '0.000', '+12.000']);
  });

  test('ticks have the decimals of their step', () => {
    expect([
      formatTick(1000, 0),
      formatTick(0.5, 1),
      formatTick(2, 4),
      formatTick(-0, 1),
      formatTick(1e21, 2),
    ]).toEqual(['1,000', '0.5', '2.0000', '0.0', '1e21']);
  });

  test('significant digits keep their zeros, rounded ones do not', () => {
    expect([1.5, 99.96, 999.5, 123.4].map((value) => formatSignificant(value, 3))).toEqual([
      '1.50',
      '100',
      '1000',
      '123',
    ]);
    expect([1.5, 2.6667, 4, 1234].map((value) => formatRounded(value, 3))).toEqual([
      '1.5',
      '2.67',
      '4',
      '1,230',
    ]);
  });

  test('a power of ten has the digits of its mantissa', () => {
    expect([formatScientific(123_456, 1), formatScientific(99_999, 1), formatScientific(1e21, 2)]).toEqual([
      '1.2e5',
      '1.0e5',
      '1.00e21',
    ]);
  });

  test.each([
    [0, '0.00'],
    [3, '3.00'],
    [999.6, '1000'],
    [9994, '9990'],
    [9995, '1.0e4'],
    [-123_456, '−1.2e5'],
    [0.001, '0.00100'],
    [0.00099, '9.9e-4'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('a value of %d is told as %s', (value, text) => {
    expect(formatMagnitude(value)).toBe(text);
  });

  test('a score is told at any size, and in words where it is none', () => {
    expect([0.0051, 4e-5, 1234.5, Number.POSITIVE_INFINITY, Number.NaN].map(formatScore)).toEqual([
      '0.00510',
      '4.0e-5',
      '1230',
      'beyond the scale',
      'not a number',
    ]);
  });

  test.each([
    [0, '0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-5'],
    [0.123456789012345, '0.123456789012345'],
    [2 ** 32 - 1, '4294967295'],
    [-1e-8, '-1e-8'],
    [1e21, '1e+21'],
  ])('%d in full is %s, and the same number when it is read', (value, text) => {
    expect(formatExact(value)).toBe(text);
    expect(Number(text)).toBe(value);
  });

  test('what arithmetic leaves in the last digits is not written', () => {
    expect([9.999999999999999e-6, 0.1 + 0.2, 0.07 / 10].map(formatExact)).toEqual(['1e-5', '0.3', '0.007']);
  });

  test.each([
    [0, 1, '0.0%'],
    [0.125, 1, '12.5%'],
    [0.9994, 1, '99.9%'],
    [0.9996, 1, '100.0%'],
    [-0.0001, 1, '0.0%'],
    [0.126, 0, '13%'],
    [Number.NaN, 1, 'NaN%'],
  ])('a share of %d in %d decimals is %s', (share, digits, text) => {
    expect(formatPercent(share, digits)).toBe(text);
  });
});

test('nothing is written as a zero with a sign', () => {
  const writers = [
    ...[0, 1, 2, 3].flatMap((digits) => [
      (value: number) => formatFixed(value, digits),
      (value: number) => formatTick(value, digits),
      (value: number) => formatScientific(value, digits),
      (value: number) => formatPercent(value, digits),
      (value: number) => formatMeasured(value, digits),
    ]),
    ...[1, 2, 3].flatMap((digits) => [
      (value: number) => formatSignificant(value, digits),
      (value: number) => formatRounded(value, digits),
    ]),
    formatCount,
    formatCompact,
    formatMagnitude,
    formatExact,
  ];
  for (const value of [-0, -0.00499, -0.0004, -1e-5, -1e-9, -5e-324])
    for (const write of writers) expect(write(value)).not.toMatch(/^[-−]0*\.?0*(?:e0)?%?$/);
});

test('numbers of any size have few digits', () => {
  for (const value of [1e64, 1e300, 1e-64, 5e-324, -1e64]) {
    for (const text of [formatSignificant(value, 3), formatRounded(value, 3), formatPercent(value)])
      expect(text.length).toBeLessThan(12);
  }
  expect(formatSignificant(1e64, 3)).toBe('1e64');
  expect(formatRounded(1e-64, 3)).toBe('1e-64');
  expect(formatFixed(999_999_999_999_999.9, 0)).toBe('1e15');
  expect([0.0009994, 0.0009996].map(formatMagnitude)).toEqual(['1.0e-3', '0.00100']);
});
