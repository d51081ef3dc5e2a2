// The shades of losses without each part: over the values that are shown, told apart by any eye, and readable.
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import {
  excessLegend,
  excessLevel,
  excessScale,
  excessShades,
  shadeOf,
} from '../../src/ui/charts/excessScale';
import { contrast, distance, sights } from '../support/colour';

it('close values have equal steps, from 0 to the largest', () => {
  const scale = excessScale([0.2, 1.2, 0.6, 0]);
  expect(scale).toMatchObject({ factor: null, largest: 1.2, above: 6, below: 0 });
  expect(scale.steps).toHaveLength(6);
  expect(scale.steps[3]).toBeCloseTo(0.6, 9);
  expect([0, 0.00004, 0.1, 0.2, 0.65, 1.2].map((one) => excessLevel(one, scale))).toEqual([0, 0, 1, 2, 4, 6]);
});

it('values over decades have steps that are each as many times the one before, and none shares a shade with one decades off', () => {
  // As in the run that showed one orange from 4.0 to 12.8: all of it lay above the last of fixed steps.
  const scale = excessScale([0.01, 4, 5.2, 9, 12.8, 0.1]);
  expect(scale.factor).toBeCloseTo(1280 ** (1 / 6), 9);
  expect(scale.steps[0]).toBe(0.01);
  for (const [i, step] of scale.steps.entries())
    if (i > 0) expect(step / (scale.steps[i - 1] as number)).toBeCloseTo(scale.factor as number, 9);
  expect(excessLevel(12.8, scale)).toBe(6);
  expect(excessLevel(0.01, scale)).toBe(1);
  expect(excessLevel(0.1, scale)).toBe(2);
  const apart = excessScale([4, 5.2, 9, 12.8]);
  expect(new Set([4, 5.2, 9, 12.8].map((one) => excessLevel(one, apart))).size).toBe(4);
});

it('has shades below where a loss falls, and the last for what is not finite', () => {
  const scale = excessScale([-0.5, 1, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(scale).toMatchObject({ largest: 1, above: 6, below: 4 });
  expect([-0.5, 1, Number.NaN, Number.POSITIVE_INFINITY].map((one) => excessLevel(one, scale))).toEqual([
    -4, 6, 6, 6,
  ]);
  expect(excessLegend(scale).map(({ level }) => level)).toEqual([-4, -3, -2, -1, 1, 2, 3, 4, 5, 6]);
  expect(excessLegend(scale)[0]!.from).toBe(-scale.steps[3]!);
  expect(excessLegend(excessScale([-0.5])).every(({ level }) => level < 0)).toBe(true);
  expect(excessLegend(excessScale([0, 0.00004]))).toEqual([]);
  expect(excessLevel(0.00004, excessScale([]))).toBe(0);
});

const read = (path: string) => readFileSync(new URL(`../../src/ui/${path}`, import.meta.url), 'utf8');
const dark = ':root[data-mantine-color-scheme="dark"]';
/** What the page shades with, by theme, and writes on it. */
const onPage = (theme: 'light' | 'dark') => {
  const [shades, page] = [read('kit/TokenText.module.css'), read('theme.css')].map((css) =>
    css.slice(css.indexOf(theme === 'light' ? '' : dark)),
  ) as [string, string];
  const own = (side: string) =>
    [1, 2, 3, 4, 5, 6].map(
      (level) => shades.match(new RegExp(`--${side}-${level}: (#[0-9a-f]{6})`))?.[1] as string,
    );
  const ink = page.match(/--ink: (#[0-9a-f]{6})/)?.[1] as string;
  return { ink, above: own('more'), below: own('less') };
};

test('paper has the shades of the light page', () => {
  const { above, below } = onPage('light');
  expect({ above, below }).toEqual(excessShades);
  expect([shadeOf(1), shadeOf(6), shadeOf(-6), shadeOf(0)]).toEqual([above[0], above[5], below[5], null]);
});

test.each(['light', 'dark'] as const)(
  '%s: what is written on a shade can be read, and each is told from its next by any eye',
  (theme) => {
    const { ink, ...sides } = onPage(theme);
    for (const shades of Object.values(sides))
      shades.forEach((shade, i) => {
        expect(contrast(ink, shade), shade).toBeGreaterThanOrEqual(4.5);
        const next = shades[i + 1];
        if (next)
          for (const [sight, eye] of Object.entries(sights))
            expect(distance(shade, next, eye), `${shade} ${next} ${sight}`).toBeGreaterThan(0.015);
      });
  },
);
