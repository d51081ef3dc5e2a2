// The lines of the chart of costs are told apart without colour, on the page and in a saved picture.
import { uniq } from 'es-toolkit';
import { expect, test } from 'vitest';
import { variants } from '../../src/attention/variants';
import { type CostMeasureId, costLengths, costMeasures } from '../../src/measure/costCurves';
import { costLines, variantItems } from '../../src/ui/charts/costLines';
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
    const { svg } = costFigure(measure, 'layer', variantItems, sizes, 'https://example.org/');
    for (const { style, marks, names } of costLines(measure, variantItems, sizes)) {
      const { mark, colour } = runStyle(style, false);
      const drawn = svg.split(`d="${mark}"`).length - 1;
      expect(drawn, `${measure} of ${names[0]}`).toBe(marks.length + 1);
      expect(svg).toContain(colour);
    }
  }
});
