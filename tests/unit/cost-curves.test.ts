// Costs against length, held to the formulas of the paper's Tables 5 to 8 by hand.
import { expect, test } from 'vitest';
import { layerOf } from '../../src/attention/layers';
import { type VariantId, variants } from '../../src/attention/variants';
import {
  type CostMeasureId,
  cheaperFrom,
  costCurve,
  costLengths,
  costMeasures,
  costOf,
} from '../../src/measure/costCurves';
import { stack } from '../support/stack';

const sizes = { B: 8, L: 32, d: 64, h: 4 };
const standard = [layerOf('standard')];
const cheaper = (measure: CostMeasureId, id: VariantId, at = sizes) =>
  cheaperFrom(measure, [layerOf(id)], standard, at);

test('approximate attention costs more than standard up to twice the width, and less beyond', () => {
  // 14BLd² < 4BL²d + 6BLd² where L > 2d.
  expect(cheaper('prefill', 'approximate')).toBe(129);
  // 10Bd² < 6Bd² + 4BLd where L > d.
  expect(cheaper('decode', 'approximate')).toBe(65);
  // 6Bd + 4Bd²/h < 4BLd where L > 1.5 + d/h.
  expect(cheaper('cache', 'approximate')).toBe(18);
});

test('one shared map is cheaper at every length with more than one row, and never with one', () => {
  expect(cheaper('prefill', 'rndEmbQK')).toBe(1);
  expect(cheaper('prefill', 'rndEmbQK', { ...sizes, B: 1 })).toBeNull();
});

test('standard attention is never cheaper than itself, nor what costs the same', () => {
  for (const measure of Object.keys(costMeasures) as (keyof typeof costMeasures)[])
    for (const id of ['standard', 'staticEmbQK'] as const) expect(cheaper(measure, id)).toBeNull();
});

test('the length told is the first at which the formula is below standard’s, for every variant and measure', () => {
  for (const measure of Object.keys(costMeasures) as (keyof typeof costMeasures)[])
    for (const { id } of variants) {
      const less = (L: number) =>
        costOf(measure, [layerOf(id)], { ...sizes, L }) < costOf(measure, standard, { ...sizes, L });
      const searched = Array.from({ length: 4096 }, (_, i) => i + 1).find(less) ?? null;
      expect(cheaper(measure, id), `${measure} of ${id}`).toBe(searched);
    }
});

test('a curve has the formula at each length', () => {
  expect(costCurve('cache', standard, sizes)).toEqual(costLengths.map((L) => 4 * 8 * L * 64));
});

test('a stack costs what its layers do, and is cheaper than another from where the sums cross', () => {
  const hybrid = stack('approximate', 'rndEmbQK', 'standard');
  const all = stack('standard', 'standard', 'standard');
  const at = { ...sizes, L: 100 };
  expect(costOf('prefill', hybrid, at)).toBe(
    (['approximate', 'rndEmbQK', 'standard'] as const)
      .map((id) => costOf('prefill', [layerOf(id)], at))
      .reduce((a, b) => a + b),
  );
  for (const measure of Object.keys(costMeasures) as CostMeasureId[]) {
    const less = (L: number) =>
      costOf(measure, hybrid, { ...sizes, L }) < costOf(measure, all, { ...sizes, L });
    const searched = Array.from({ length: 4096 }, (_, i) => i + 1).findLast((L) => !less(L)) ?? 0;
    expect(cheaperFrom(measure, hybrid, all, sizes), measure).toBe(less(65_536) ? searched + 1 : null);
  }
  // A window that is longer than the text saves nothing; beyond it the layer is cheaper.
  const windows = [{ ...layerOf('slidingWindow'), window: 16 }];
  expect(cheaperFrom('cache', windows, standard, sizes)).toBe(17);
});
