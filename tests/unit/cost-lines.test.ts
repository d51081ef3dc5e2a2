// The lines of the chart of costs are told apart without colour, on the page and in a saved picture.
import { uniq } from 'es-toolkit';
import { expect, test } from 'vitest';
import { variants } from '../../src/attention/variants';
import { type CostMeasureId, costLengths, costMeasures } from '../../src/measure/costCurves';
import { costCrossings, costLines, standardItem, variantItems } from '../../src/ui/charts/costLines';
import { costFigure } from '../../src/ui/figures/costFigure';
import { runStyle } from '../../src/ui/runStyle';

const sizes = { B: 8, L: 64, d: 64, h: 4 };
const measures = Object.keys(costMeasures) as CostMeasureId[];

test('every variant has a colour, a dash and a mark of its own', () => {
  const styles = variantItems.map(({ style }) => runStyle(style, false));
  expect(uniq(styles.map(({ dash }) => dash))).toHaveLength(variants.length);
  expect(uniq(styles.map(({ mark }) => mark))).toHaveLength(variants.length);
  for (const dark of [false, true])
    expect(uniq(variantItems.map(({ style }) => runStyle(style, dark).colour))).toHaveLength(variants.length);
});

test('every line has marks on it, at lengths where no other line has one', () => {
  for (const measure of measures) {
    const lines = costLines(measure, variantItems, sizes);
    const lengths = lines.flatMap(({ marks }) => marks.map(({ x }) => x));
    expect(uniq(lengths), measure).toHaveLength(lengths.length);
    for (const { costs, marks } of lines) {
      expect(marks.length).toBeGreaterThan(3);
      for (const { x, y } of marks) {
        const after = costLengths.findIndex((length) => length >= x);
        expect(y).toBeGreaterThanOrEqual(costs[after - 1] as number);
        expect(y).toBeLessThanOrEqual(costs[after] as number);
      }
    }
  }
});

test('a picture has the mark of each line on the line and in its legend', () => {
  for (const measure of measures) {
    const { svg } = costFigure(measure, 'layer', variantItems, standardItem, sizes, 'https://example.org/');
    for (const { style, marks, names } of costLines(measure, variantItems, sizes)) {
      const { mark, colour } = runStyle(style, false);
      const drawn = svg.split(`d="${mark}"`).length - 1;
      expect(drawn, `${measure} of ${names[0]}`).toBe(marks.length + 1);
      expect(svg).toContain(colour);
    }
  }
});

test('a picture has a circle where a line goes below the yardstick’s, and the length in the legend', () => {
  const crossings = costCrossings('prefill', variantItems, standardItem, sizes);
  // 14BLd² < 4BL²d + 6BLd² from L = 2d + 1 on, by the formulas of Tables 5 and 7.
  expect(crossings.find(({ ids }) => ids.includes('approximate'))?.x).toBe(2 * sizes.d + 1);
  const { svg } = costFigure('prefill', 'layer', variantItems, standardItem, sizes, 'https://example.org/');
  const shape = 'd="M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0z"';
  expect(svg.split(shape)).toHaveLength(crossings.length + 1);
  expect(svg).toContain('>Approximate: from 129 tokens on<');
  expect(svg).toContain('circles: cheaper than Standard from there on');
  // Sliding window and Linear go below it at one length: they share a circle, which is of neither's colour.
  const shared = crossings.filter(({ ids }) => ids.length > 1);
  expect(shared.map(({ ids, x }) => [x, ...ids])).toEqual([[17, 'slidingWindow', 'linear']]);
  for (const name of ['Sliding window', 'Linear']) expect(svg).toContain(`>${name}: from 17 tokens on<`);
  const strokes = [...svg.matchAll(/M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0z"[^>]* stroke="(#\w+)"/g)].map(
    ([, stroke]) => stroke,
  );
  expect(uniq(strokes)).toHaveLength(crossings.length);
  expect(variantItems.map(({ style }) => runStyle(style, false).colour)).not.toContain(
    strokes[crossings.indexOf(shared[0]!)],
  );
  // Of a yardstick alone there is none to mark, and no word of it.
  const alone = costFigure(
    'prefill',
    'layer',
    [standardItem],
    standardItem,
    sizes,
    'https://example.org/',
  ).svg;
  expect(alone).not.toContain(shape);
  expect(alone).not.toContain('circles');
});

test('a picture names what costs nothing, which no line on a logarithmic axis can show', () => {
  const link = 'https://example.org/';
  const named = (measure: CostMeasureId) =>
    [
      ...costFigure(measure, 'layer', variantItems, standardItem, sizes, link).svg.matchAll(
        />([^<]*): costs nothing, no line</g,
      ),
    ].map(([, name]) => name);
  expect(named('cache')).toEqual(['MLP']);
  expect(named('prefill')).toEqual([]);
});
