// The runs' colours and the principles' are two palettes that no eye, and no print in grey, takes for each other.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { principles } from '../../src/attention/principles';
import { limits } from '../../src/experiment/schema';
import { runStyle, styleIds } from '../../src/ui/runStyle';
import { contrast, distance, sights } from '../support/colour';

const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

const css = readFileSync(new URL('../../src/ui/theme.css', import.meta.url), 'utf8');
/** Colours that charts and chips stand on, as the theme has them. */
const surfaces = (theme: Theme): string[] => {
  const part = css.slice(
    css.indexOf(theme === 'light' ? ':root {' : ':root[data-mantine-color-scheme="dark"] {'),
  );
  const found = ['--surface', '--page'].map((name) => part.match(new RegExp(`${name}: (#[0-9a-f]{6})`))?.[1]);
  return found.map((colour) => colour as string);
};
const runs = (theme: Theme) =>
  Array.from({ length: limits.styles }, (_, i) => runStyle(i, theme === 'dark').colour);
const chips = (theme: Theme) => Object.values(principles).map((principle) => principle[theme]);

/** The least distance in OKLab: what lies side by side a tenth of black and white apart is seen at a glance to differ. */
const apart = 0.1;

test.each(themes)('%s: a run’s colour can be read as text, and so the line be seen', (theme) => {
  for (const colour of runs(theme))
    for (const surface of surfaces(theme))
      expect(contrast(colour, surface), colour).toBeGreaterThanOrEqual(4.5);
});

test.each(themes)('%s: what stands in a chip can be read, its edge and pattern be seen', (theme) => {
  for (const { fill, text, line } of chips(theme)) {
    expect(contrast(text, fill), fill).toBeGreaterThanOrEqual(4.5);
    expect(contrast(line, fill), fill).toBeGreaterThanOrEqual(3);
  }
});

test.each(themes.flatMap((theme) => Object.keys(sights).map((sight) => [theme, sight] as const)))(
  '%s, %s: no colour of a chip is near a run’s',
  (theme, sight) => {
    for (const run of runs(theme))
      for (const { fill, text, line } of chips(theme))
        for (const colour of [fill, text, line])
          expect(distance(run, colour, sights[sight]!), `${run} and ${colour}`).toBeGreaterThan(apart);
  },
);

test.each(themes)(
  '%s: runs differ from their neighbours by colour, where it is seen, and each by mark and dash',
  (theme) => {
    const colours = runs(theme);
    colours.forEach((one, i) => {
      for (const other of colours.slice(i + 1))
        expect(distance(one, other, sights['all colours']!), `${one} and ${other}`).toBeGreaterThan(0.05);
    });
    const styles = colours.map((_, i) => runStyle(i, theme === 'dark'));
    expect(new Set(styles.map(({ mark }) => mark)).size).toBe(limits.styles);
    expect(new Set(styles.map(({ dash }) => dash)).size).toBe(limits.styles);
    expect(new Set(styleIds).size).toBe(limits.styles);
  },
);

test('principles differ by pattern', () => {
  const all = Object.values(principles);
  expect(new Set(all.map(({ pattern }) => pattern)).size).toBe(all.length);
});
