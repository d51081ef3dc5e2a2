// Costs against length, held to the formulas of the paper's Tables 5 to 8 by hand.
import { expect, test } from 'vitest';
import { variants } from '../../src/attention/variants';
import { cheaperFrom, costCurve, costLengths, costMeasures } from '../../src/measure/costCurves';

const sizes = { B: 8, L: 32, d: 64, h: 4 };

test('approximate attention costs more than standard up to twice the width, and less beyond', () => {
  // 14BLd² < 4BL²d + 6BLd² where L > 2d.
  expect(cheaperFrom('prefill', 'approximate', sizes)).toBe(129);
  // 10Bd² < 6Bd² + 4BLd where L > d.
  expect(cheaperFrom('decode', 'approximate', sizes)).toBe(65);
  // 6Bd + 4Bd²/h < 4BLd where L > 1.5 + d/h.
  expect(cheaperFrom('cache', 'approximate', sizes)).toBe(18);
});

test('one shared map is cheaper at every length with more than one row, and never with one', () => {
  expect(cheaperFrom('prefill', 'rndEmbQK', sizes)).toBe(1);
  expect(cheaperFrom('prefill', 'rndEmbQK', { ...sizes, B: 1 })).toBeNull();
});

test('standard attention is never cheaper than itself, nor what costs the same', () => {
  for (const measure of Object.keys(costMeasures) as (keyof typeof costMeasures)[])
    for (const id of ['standard', 'staticEmbQK'] as const) expect(cheaperFrom(measure, id, sizes)).toBeNull();
});

test('the length told is the first at which the formula is below standard’s, for every variant and measure', () => {
  for (const measure of Object.keys(costMeasures) as (keyof typeof costMeasures)[])
    for (const { id } of variants) {
      const less = (L: number) =>
        costMeasures[measure].of(id, { ...sizes, L }) < costMeasures[measure].of('standard', { ...sizes, L });
      const searched = Array.from({ length: 4096 }, (_, i) => i + 1).find(less) ?? null;
      expect(cheaperFrom(measure, id, sizes), `${measure} of ${id}`).toBe(searched);
    }
});

test('a curve has the formula at each length', () => {
  expect(costCurve('cache', 'standard', sizes)).toEqual(costLengths.map((L) => 4 * 8 * L * 64));
});
