// @vitest-environment happy-dom
// Numbers that are huge, infinite or none: the other curves stay readable, it is said, and no file holds NaN.
import { act, screen } from '@testing-library/react';
import { describe, expect, it, test } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { curvesCsv, curvesJson } from '../../../src/export/curves';
import { formatMeasured } from '../../../src/format/numbers';
import { toLatex } from '../../../src/measure/evals/latex';
import { perplexityEstimate } from '../../../src/measure/evals/statistics';
import { type ResultRow, toCsv, toMarkdown } from '../../../src/measure/evals/table';
import { scoreSummary } from '../../../src/measure/scores';
import type { RunCurves } from '../../../src/runtime/runReducer';
import { Series } from '../../../src/runtime/series';
import { contextAxes } from '../../../src/ui/charts/contextAxes';
import { draw } from '../../../src/ui/charts/drawing';
import { scaleLimit } from '../../../src/ui/charts/scaleLimit';
import { smooth } from '../../../src/ui/charts/smooth';
import { stepAxis, valueAxis } from '../../../src/ui/charts/ticks';
import { units } from '../../../src/ui/charts/units';
import { xScales } from '../../../src/ui/charts/xScales';
import { contextFigure } from '../../../src/ui/figures/contextFigure';
import { lossFigure } from '../../../src/ui/figures/lossFigure';
import { element } from '../../../src/ui/figures/svg';
import { CurvesPanel } from '../../../src/ui/panels/curves/CurvesPanel';
import { LossPanel } from '../../../src/ui/panels/curves/LossPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const curvesOf = (losses: readonly number[]): RunCurves => {
  const steps = losses.map((_, i) => i);
  return {
    train: Series.of(steps, losses),
    validation: Series.of(steps, losses),
    accuracy: Series.empty,
  };
};
const fine = curvesOf([4.2, 3, 2.2, 2, 1.9]);
const [first, second, third] = defaultExperiment().runs;
const facts = { data: 'a text', link: 'https://lab.example/' };
const settings = { logSteps: false, smoothing: 0 };
const noNumber = /NaN|Infinity|∞|undefined/;

describe('a chart', () => {
  for (const unit of units.filter(({ isAccuracy }) => !isAccuracy))
    it.each([147.5, 709, 710, 1e5, 3.4e38, Number.POSITIVE_INFINITY, Number.NaN])(
      `of ${unit.id} stays readable beside a loss of %d`,
      (loss) => {
        const value = (nats: number) => unit.of(nats, 1);
        const bad = curvesOf([4.2, 4, loss, loss, loss]);
        for (const guess of [value(4.17), null])
          for (const smoothing of [0, 0.9]) {
            const scale = { ...settings, smoothing, isAccuracy: false, value, guess };
            const drawing = draw(['a', 'b'], { a: fine, b: bad }, scale)!;
            const { domain, ticks, format } = drawing.y;
            expect(domain.every(Number.isFinite)).toBe(true);
            expect(ticks.length).toBeGreaterThan(2);
            expect(ticks.map(format).join()).not.toMatch(noNumber);
            const best = drawing.lines[0]!.train.map(({ y }) => y);
            const visible = (Math.max(...best) - Math.min(...best)) / (domain[1] - domain[0]);
            // A loss of 147.5 nats is still on the scale of losses, where no guess is known.
            if (loss > 1e4 || unit.id === 'perplexity') expect(visible).toBeGreaterThan(0.3);
            for (const { train, validation } of drawing.lines)
              for (const { y } of [...train, ...validation]) {
                expect(y).toBeGreaterThanOrEqual(domain[0]);
                expect(y).toBeLessThanOrEqual(domain[1]);
              }
            if (loss > 1e4) expect(drawing.beyond).toEqual(['b']);
            const reading = { unit, offered: units, value, slope: () => 1 };
            const runs = [
              { ...first!, id: 'a', style: 0 },
              { ...second!, id: 'b', name: 'gone', style: 1 },
            ];
            const { svg } = lossFigure({
              runs,
              drawing,
              scale: { ...scale, x: xScales[0]! },
              reading,
              title: unit.axis(),
              levels: [],
              band: null,
              marks: [],
              facts,
            });
            expect(svg).not.toMatch(noNumber);
            if (loss > 1e4) expect(svg).toContain('beyond the scale: gone');
          }
      },
    );

  it('has nothing beyond its scale where models train as they do, from a guess to well below it', () => {
    for (const vocab of [65, 8192, 20_000]) {
      const falling = curvesOf([Math.log(vocab) + 0.3, 4, 3, 2, 1.5]);
      const scale = { ...settings, isAccuracy: false, value: Math.exp, guess: vocab };
      expect(draw(['a'], { a: falling }, scale)?.beyond).toEqual([]);
    }
    // A task that is solved has losses of nearly nothing.
    const solved = curvesOf([2.1, 0.5, 1e-3, 1e-5, 1e-6]);
    const task = { ...settings, isAccuracy: false, value: (loss: number) => loss };
    for (const guess of [2.08, null])
      expect(draw(['a'], { a: solved }, { ...task, guess })?.beyond).toEqual([]);
  });

  it('has axes where every value is beyond it', () => {
    const drawing = draw(
      ['a'],
      { a: curvesOf([800, 900]) },
      { ...settings, isAccuracy: false, value: Math.exp },
    );
    expect(drawing?.y.domain.every(Number.isFinite)).toBe(true);
    expect(drawing?.beyond).toEqual(['a']);
    expect(scaleLimit([], null)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is smooth beside what is not finite', () => {
    const { values } = smooth(Series.of([1, 2, 3], [2, Number.POSITIVE_INFINITY, 2]), 0.5);
    expect([...values]).toEqual([2, Number.POSITIVE_INFINITY, 2]);
  });
});

test.each([
  [0, 0],
  [1, Number.MAX_VALUE],
  [1e300, 1e308],
  [1e16, 1e16 + 2],
  [1e-30, 2e-30],
  [0, 1e-300],
  [5e8, 1.2e9],
])('an axis from %d to %d has a few ticks that differ and can be read', (low, high) => {
  for (const axis of [valueAxis(low, high), ...(low > 0 ? [stepAxis(low, high, true)] : [])]) {
    expect(axis.domain.every(Number.isFinite)).toBe(true);
    expect(axis.ticks.length).toBeLessThan(20);
    for (const tick of axis.ticks.map(axis.format)) {
      expect(tick).not.toMatch(noNumber);
      expect(tick.length).toBeLessThan(18);
    }
  }
  const { ticks, format } = valueAxis(low, high);
  expect(new Set(ticks.map(format)).size).toBe(ticks.length);
});

test.each([
  [Number.NaN, Number.NaN],
  [Number.NaN, 1],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  [3, 2],
])('an axis from %d to %d is one of numbers all the same', (low, high) => {
  for (const axis of [valueAxis(low, high), stepAxis(low, high, false)]) {
    expect(axis.domain.every(Number.isFinite)).toBe(true);
    expect(axis.ticks.length).toBeGreaterThan(0);
    expect(axis.ticks.every(Number.isFinite)).toBe(true);
  }
});

test('what rounds to ten million is written as ten million', () => {
  expect([9_999_999.99, 9_999_999.995, 1e7].map((n) => formatMeasured(n, 2))).toEqual([
    '9999999.99',
    '1.00e7',
    '1.00e7',
  ]);
});

describe('perplexity against context', () => {
  const line = (id: string, values: readonly number[]) => ({
    id,
    name: id,
    style: 0,
    points: values.map((value, i) => ({ x: 2 ** i, perplexity: { value, stderr: 1, n: 2 } })),
  });
  test.each([1e64, 1.7e308, Number.POSITIVE_INFINITY])('stays readable beside one of %d', (value) => {
    const lines = [line('good', [20, 12, 8]), line('gone', [value, value, value])];
    const axes = contextAxes(lines, [1, 2, 4]);
    expect(axes?.beyond).toEqual(['gone']);
    expect(axes?.y.domain[1]).toBeLessThan(100);
    const svg = contextFigure(lines, [1, 2, 4], facts)?.svg;
    expect(svg).not.toMatch(noNumber);
    expect(svg).toContain('beyond the scale: gone');
  });
});

test('tables say what no number holds, and no file has it', () => {
  expect(
    [1.5, 1.0932379533480376e64, Number.POSITIVE_INFINITY, Number.NaN].map((n) => formatMeasured(n, 3)),
  ).toEqual(['1.500', '1.09e64', 'beyond the scale', 'not a number']);
  const rows = [
    [2, 2.1],
    [800, 900],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    [88, 90],
  ].map(
    (losses, i): ResultRow => ({
      id: `r${i}`,
      name: `r${i}`,
      ranked: true,
      step: 1,
      outcomes: {
        perplexity: { metrics: { perplexity: perplexityEstimate(losses) } },
        contextLength: { metrics: {}, series: [{ x: 4, perplexity: perplexityEstimate(losses) }] },
      },
    }),
  );
  for (const text of [toCsv(rows), toMarkdown(rows), toLatex(rows)]) expect(text).not.toMatch(noNumber);
  expect(toMarkdown(rows)).toContain('| r1 | 1 | beyond the scale |');
  const runs = [first!];
  const curves = { [first!.id]: curvesOf([2, Number.NaN, Number.POSITIVE_INFINITY]) };
  expect(curvesCsv(runs, curves)).not.toMatch(noNumber);
  expect(curvesJson(runs, curves)).not.toMatch(noNumber);
  expect(element('rect', { x: Number.NaN, y: Number.POSITIVE_INFINITY, width: 1 })).toBe('<rect width="1"/>');
  const { histogram } = scoreSummary([0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 1, 2);
  expect(histogram.every(Number.isFinite)).toBe(true);
});

test('the page says which run is beyond the scale of its chart', () => {
  app.document.view.getState().set({ unit: 'perplexity' });
  show(
    <>
      <CurvesPanel id="curves" title="Loss" />
      <LossPanel id="losses" title="Losses" />
    </>,
  );
  const curves = { [first!.id]: fine, [second!.id]: curvesOf([4, 900]), [third!.id]: curvesOf([]) };
  act(() => app.session.runs.setState({ curves }));
  expect(screen.getByTestId('beyond-scale').textContent).toContain(second!.name);
  expect(screen.getByTestId('beyond-scale').textContent).not.toContain(first!.name);
  expect(screen.getByTestId('train-1').textContent).toBe('beyond the scale');
  expect(screen.getByTestId('train-0').textContent).toBe('6.686');
});
