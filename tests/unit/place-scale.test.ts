// Where values stand on a chart, and the values at places of it.
import { describe, expect, it } from 'vitest';
import { placeScale } from '../../src/ui/charts/placeScale';

describe('a linear axis', () => {
  const { place, value } = placeScale([-2, 8], false, [50, 250]);

  it('has its ends at those of the range, and the rest in proportion', () => {
    expect([-2, 0, 3, 8].map(place)).toEqual([50, 90, 150, 250]);
  });

  it('goes on beyond its ends', () => {
    expect([-12, 18].map(place)).toEqual([-150, 450]);
  });

  it('gives the value at a place back', () => {
    for (const n of [-12, -2, 0.5, 8, 100]) expect(value(place(n))).toBeCloseTo(n, 10);
  });
});

describe('a logarithmic axis', () => {
  const { place, value } = placeScale([1, 1000], true, [0, 300]);

  it('has each decade as long', () => {
    [1, 10, 100, 1000, 1e4].forEach((n, i) => {
      expect(place(n)).toBeCloseTo(100 * i, 9);
    });
    expect(place(Math.sqrt(10))).toBeCloseTo(50, 9);
  });

  it('has no place for 0 and below', () => {
    expect(place(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(place(-1)).toBeNaN();
  });

  it('gives the value at a place back', () => {
    for (const n of [1, 7, 1000, 5e5]) expect(value(place(n)) / n).toBeCloseTo(1, 10);
  });
});

it('an axis that goes up has its first value at the foot', () => {
  const { place, value } = placeScale([0, 4], false, [400, 0]);
  expect([0, 1, 4].map(place)).toEqual([400, 300, 0]);
  expect(value(100)).toBe(3);
});
