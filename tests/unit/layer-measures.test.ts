// Measures of layers: that they are the captures', their curves with gaps, their axes, and their pictures.
import { expect, it } from 'vitest';
import type { Capture } from '../../src/measure/capture';
import { indicators } from '../../src/measure/indicators';
import { layerCourse, placeAt } from '../../src/measure/layerCourse';
import { layerMeasures } from '../../src/measure/layerMeasures';
import { scoreSummary } from '../../src/measure/scores';
import { excessScale } from '../../src/ui/charts/excessScale';
import { gappedPath, measureAxis, writeMeasure } from '../../src/ui/charts/layerAxis';
import { radarEnd, radarPath } from '../../src/ui/charts/radar';
import { ablationFigure } from '../../src/ui/figures/ablationFigure';
import { courseFigure } from '../../src/ui/figures/courseFigure';
import { layersFigure } from '../../src/ui/figures/layersFigure';
import { radarsFigure } from '../../src/ui/figures/radarsFigure';
import { skipFigure } from '../../src/ui/figures/skipFigure';
import { stack } from '../support/stack';
import { expectWellFormed } from '../support/wellFormed';

const measure = (id: string) => layerMeasures.find((one) => one.id === id)!;
const T = 6;
const even = Float32Array.from({ length: T * T }, (_, n) =>
  n % T <= Math.floor(n / T) ? 1 / (Math.floor(n / T) + 1) : 0,
);
const attends = {
  weights: null,
  indicators: indicators(even, 1, T),
  scores: scoreSummary(
    Float32Array.from({ length: T * T }, (_, n) => -n),
    1,
    T,
  ),
  step: { gradNorm: 0.5, update: 2, weights: 8 },
};
const mixesNothing = {
  weights: null,
  indicators: null,
  scores: null,
  step: { gradNorm: 3, update: 1, weights: 4 },
};
const before = { ...attends, step: null };
const capture = (step: number, layers: Capture['layers']): Capture => ({
  step,
  text: 'abc',
  tokens: ['a'],
  heads: 1,
  cut: false,
  unknown: [],
  layers,
});
const run = { id: 'a', name: 'A & B', layers: stack('standard', 'mlp') };

it('each has a name, an equation, a definition that ends, and a source', () => {
  expect(new Set(layerMeasures.map(({ id }) => id)).size).toBe(layerMeasures.length);
  for (const { name, tex, definition, source } of layerMeasures) {
    expect(name).not.toBe('');
    expect(tex).toMatch(/\\/);
    expect(definition).toMatch(/\.$/);
    expect(source).toMatch(/§4\.4|Fig\. 2|^The lab’s own/);
  }
});

it('their values are those of the capture; null where the layer has no map, or the step before is not known', () => {
  const found = Object.fromEntries(layerMeasures.map(({ id, of }) => [id, of(attends)]));
  expect(found.entropy).toBeCloseTo(1, 6);
  expect(found.concentration).toBeCloseTo(0, 6);
  expect(found).toMatchObject({
    headDiversity: 0,
    sink: attends.indicators.sink,
    focus0: attends.indicators.localFocus0,
    focus1: attends.indicators.localFocus1,
    focus2: attends.indicators.localFocus2,
    focus3: attends.indicators.localFocus3,
    largestScore: T * T - 1,
    gradNorm: 0.5,
    update: 0.25,
  });
  expect(measure('entropy').raw?.of(attends)).toBe(attends.indicators.entropy);
  expect(measure('concentration').raw?.of(attends)).toBe(attends.indicators.concentration);
  expect(measure('update').raw?.of(attends)).toBe(2);
  for (const { of, ofMap } of layerMeasures) expect(of(mixesNothing) === null).toBe(ofMap);
  expect(measure('gradNorm').of(before)).toBeNull();
  expect(measure('update').of(before)).toBeNull();
});

it('a course has each layer at each capture, with a gap where nothing was measured or is finite', () => {
  const captures = [
    capture(0, [before, mixesNothing]),
    capture(10, [attends, mixesNothing]),
    capture(20, [
      { ...attends, step: { gradNorm: Number.POSITIVE_INFINITY, update: 1, weights: 0 } },
      mixesNothing,
    ]),
  ];
  expect(layerCourse(captures, 2, measure('gradNorm').of)).toEqual({
    steps: [0, 10, 20],
    layers: [
      [null, 0.5, null],
      [3, 3, 3],
    ],
  });
  expect(layerCourse(captures, 2, measure('update').of).layers[0]).toEqual([null, 0.25, null]);
  expect(layerCourse(captures, 2, measure('sink').of).layers[1]).toEqual([null, null, null]);
  const course = layerCourse(captures, 2, measure('sink').of);
  expect([null, 0, 19, 20, 99].map((moment) => placeAt(course, moment))).toEqual([2, 0, 1, 2, 2]);
  expect(placeAt({ ...course, steps: [10] }, 5)).toBe(-1);
});

it('an axis of shares goes from 0 to 1 or as far as they do; a logarithmic one has no place for 0', () => {
  expect(measureAxis(measure('sink'), [0.2, null, 0.4], 3)).toMatchObject({ domain: [0, 1], log: false });
  expect(measureAxis(measure('entropy'), [-1e-7, 1 + 1e-6], 3)).toMatchObject({ domain: [0, 1] });
  expect(measureAxis(measure('sink'), [-0.2, 1.7], 3)?.domain[1]).toBeGreaterThanOrEqual(1.7);
  expect(measureAxis(measure('sink'), [null], 3)).toBeNull();
  const log = measureAxis(measure('gradNorm'), [0, null, 0.01, 1000], 5)!;
  expect(log.log).toBe(true);
  expect(log.domain[0]).toBeGreaterThan(0.009);
  expect(log.domain[1]).toBeGreaterThanOrEqual(1000);
  for (const tick of log.ticks) expect(Math.log10(tick) % 1).toBeCloseTo(0, 9);
  // Values too close and small for round ticks: whole multiples of a power of ten, or the decades about them.
  expect(measureAxis(measure('update'), [3e-4, 8e-4], 3)?.ticks).toEqual([3e-4, 5e-4, 7e-4]);
  expect(measureAxis(measure('update'), [3.4e-4, 3.5e-4], 3)?.ticks).toEqual([1e-4, 1e-3]);
  expect(measureAxis(measure('gradNorm'), [0, null], 5)).toBeNull();
});

it('a line breaks at what has no value, and a point alone is seen', () => {
  expect(gappedPath(['1 1', '2 2', null, '4 4', null, '6 6', '7 7'])).toBe('M1 1L2 2M4 4m-2 0h4M6 6L7 7');
  expect(gappedPath([null, null])).toBe('');
});

it('values are written by their scale', () => {
  expect(writeMeasure(measure('entropy'), 0.51234)).toBe('0.512');
  expect(writeMeasure(measure('headDiversity'), 0.00123)).toBe('0.0012');
  expect(writeMeasure(measure('largestScore'), 123456)).toBe('1.2e5');
});

it('a radar of an even map reaches the end of its entropy’s spoke, and stays within', () => {
  const path = radarPath(1, (of) => of(attends))!;
  expect(path.startsWith('M150 26L150 100L')).toBe(true);
  expect(path.match(/[ML]/g)).toHaveLength(7);
  expect(radarPath(1, (of) => of(mixesNothing))).toBeNull();
});

it('radars hold every value that they draw, and two that are more than 1 are told apart', () => {
  const focused = (localFocus0: number) => {
    const layers = [{ ...attends, indicators: { ...attends.indicators, localFocus0 } }, mixesNothing];
    const seeds = [{ run, layers }];
    return { run, name: 'A', style: 0, step: 30, seeds, isProbed: true, bandKind: 'range' as const };
  };
  const [one, two] = [focused(0.565), focused(0.58)];
  expect(radarEnd([focused(0.5)])).toBe(1);
  expect(radarEnd([one, two])).toBe(1.2);
  const path = (shown: typeof one) => radarPath(1.2, (of) => of(shown.seeds[0]!.layers[0]!))!;
  expect(path(one)).not.toBe(path(two));
  const svg = radarsFigure([one, two], { data: 'Moby-Dick', link: '' }).svg;
  expect(svg).toContain('0 to 1.2');
  for (const shown of [one, two]) expect(svg).toContain(path(shown));
});

it('pictures are well formed, and their legends name runs, layers and steps', () => {
  const facts = { data: 'Moby-Dick', link: 'https://lab.example/#x' };
  const captures = [capture(0, [before, mixesNothing]), capture(30, [attends, mixesNothing])];
  const seeds = [{ run, layers: captures[1]!.layers }];
  const shown = [
    { run, name: run.name, style: 0, step: 30, seeds, isProbed: true, bandKind: 'range' as const },
  ];
  const gradNorm = measure('gradNorm');
  const courses = [{ run, name: run.name, course: layerCourse(captures, 2, gradNorm.of) }];
  const svgs = [
    layersFigure(shown, facts),
    radarsFigure(shown, facts),
    courseFigure(gradNorm, courses, facts),
    courseFigure(
      gradNorm,
      [{ run, name: run.name, course: layerCourse([captures[0]!], 1, gradNorm.of) }],
      facts,
    ),
  ].map(({ svg }) => svg);
  for (const svg of svgs) {
    expectWellFormed(svg);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  }
  const [layers, radars, course, nothing] = svgs;
  expect(layers).toContain('A &amp; B, step 30');
  expect(layers).toContain('>Gradient norm<');
  expect(radars).toContain('No map: A &amp; B');
  expect(course).toContain('Gradient norm of each layer over the training');
  expect(course).toMatch(/>Layer 2: \w+</);
  // Twenty layers' names stand one below the other within the plot.
  const deep = { ...run, layers: Array.from({ length: 20 }, () => run.layers[0]!) };
  const many = layerCourse(
    [
      capture(
        0,
        deep.layers.map(() => attends),
      ),
    ],
    20,
    gradNorm.of,
  );
  const { svg } = courseFigure(gradNorm, [{ run: deep, name: 'Deep', course: many }], facts);
  const heights = [...svg.matchAll(/y="([\d.]+)" font-size="11"/g)].map(([, y]) => Number(y));
  expect(heights).toHaveLength(20);
  expect(Math.max(...heights)).toBeLessThan(250);
  expect(new Set(heights.map((y) => Math.round(y))).size).toBe(20);
  expect(nothing).toContain('Nothing of it is measured yet.');
});

it('pictures of what is left out have its numbers and their legend', () => {
  const facts = { data: 'Moby-Dick', link: 'https://lab.example/#x' };
  const grid = ablationFigure({
    run,
    name: 'A & B, 3 seeds',
    heads: 2,
    step: 30,
    whole: 2,
    without: (layer, head) => (layer === 0 && head === 1 ? undefined : 2 + 4 ** layer + (head ?? 0)),
    difference: (layer) => (layer === 0 ? '+1.000 ± 0.100' : ''),
    over: 'Means over 3 seeds.',
    scale: excessScale([1, 4]),
    scaleWords: 'and up to 4',
    facts,
  }).svg;
  const bars = skipFigure({
    run: run.name,
    step: 30,
    whole: 2,
    rows: [
      { name: 'Layer 1', loss: 4, difference: '+2.000 ± 0.100' },
      { name: 'Layer 2', loss: Number.POSITIVE_INFINITY, difference: '' },
      { name: 'All', loss: null, difference: '' },
    ],
    over: 'Means over 3 seeds.',
    highest: 4,
    facts,
  }).svg;
  for (const svg of [grid, bars]) {
    expectWellFormed(svg);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toContain('>Means over 3 seeds.<');
  }
  for (const text of [
    'A &amp; B, 3 seeds',
    '>3.0000<',
    '>+1.000 ± 0.100<',
    '>6.0000<',
    '>no heads<',
    'and up to 4',
  ])
    expect(grid).toContain(text);
  expect(bars).toMatch(/width="140"[^>]*fill="#ffffff"/);
  expect(bars).toMatch(/width="280"[^>]*fill="#0060a8"/);
  expect(bars).toContain('>beyond the scale<');
  expect(bars).toContain('>4.0000  +2.000 ± 0.100<');
});
