/** Numbers at their borders: where rounding would change the unit, the number of digits or the sign. */
import { describe, expect, test } from 'vitest';
import { formatAmount, formatBytes } from '../../src/format/bytes';
import { formatDuration } from '../../src/format/durations';
import {
  formatCompact,
  formatCount,
  formatFixed,
  formatPercent,
  formatScientific,
  formatSignificant,
  formatTick,
} from '../../src/format/numbers';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1023, '1,023 B'],
  [1023.5, '1.00 KiB'],
  [1024, '1.00 KiB'],
  [1139, '1.11 KiB'],
  [999 * 1024, '999 KiB'],
  [999.7 * 1024, '1,000 KiB'],
  [1023.4 * 1024, '1,023 KiB'],
  [1023.6 * 1024, '1.00 MiB'],
  [20 * 1024 ** 2, '20.0 MiB'],
  [1024 ** 3 - 1, '1.00 GiB'],
  [2 * 1024 ** 4, '2.00 TiB'],
  [5000 * 1024 ** 4, '5,000 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('an amount tells what is done of what', () => {
  expect(formatAmount(524_288, 1_190_916, 'bytes')).toBe('512 KiB of 1.14 MiB');
  expect(formatAmount(300, 2048, 'tokens')).toBe('300 of 2,048 tokens');
});

test.each([
  [0, 'under 1 s'],
  [0.99, 'under 1 s'],
  [1, '1 s'],
  [59.4, '59 s'],
  [59.6, '1 min 0 s'],
  [119.4, '1 min 59 s'],
  [119.6, '2 min 0 s'],
  [3599.4, '59 min 59 s'],
  [3599.6, '1 h 0 min'],
  [7199, '1 h 59 min'],
  [360_000_000, '100,000 h 0 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999.4, '999'],
    [999.6, '1.00 k'],
    [1234, '1.23 k'],
    [999_499, '999 k'],
    [999_500, '1.00 M'],
    [1_234_567, '1.23 M'],
    [5e15, '5000 T'],
  ])('%d in three digits is %s', (n, text) => {
    expect(formatCompact(n)).toBe(text);
  });

  test('counts are grouped and keep up to six decimals', () => {
    expect([0, 999, 1000, 1_234_567, 0.000001, 0.25].map(formatCount)).toEqual([
      '0',
      '999',
      '1,000',
      '1,234,567',
      '0.000001',
      '0.25',
    ]);
  });

  test('decimals are fixed, and what rounds to zero has no sign', () => {
    expect(formatFixed(1234.5, 2)).toBe('1234.50');
    expect(formatFixed(9.996, 2)).toBe('10.00');
    expect(formatFixed(-0.001, 2)).toBe('0.00');
    expect(formatFixed(-0.5, 1)).toBe('-0.5');
  });

  test('ticks have the decimals of their step', () => {
    expect([formatTick(1000, 0), formatTick(0.5, 1), formatTick(2, 4)]).toEqual(['1,000', '0.5', '2.0000']);
  });

  test('significant digits and powers of ten', () => {
    expect([formatSignificant(1.5, 3), formatSignificant(99.96, 3)]).toEqual(['1.50', '100']);
    expect([formatScientific(123_456, 1), formatScientific(99_999, 1)]).toEqual(['1.2e5', '1.0e5']);
  });

  test('shares in percent', () => {
    expect([0, 0.125, 0.9996, 1].map((share) => formatPercent(share))).toEqual([
      '0.0%',
      '12.5%',
      '100.0%',
      '100.0%',
    ]);
    expect(formatPercent(0.126, 0)).toBe('13%');
  });
});
