// Where things stand on the chart: ticks, labels pushed apart, names off the curves, other axes, differences and zoom.
import { describe, expect, it, test } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import { formatAmount } from '../../src/format/numbers';
import type { RunCurves } from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';
import { coincide, differences } from '../../src/ui/charts/differences';
import { draw, type Scale } from '../../src/ui/charts/drawing';
import { namesRoom } from '../../src/ui/charts/EndLabels';
import { levelsWithin, placeNames } from '../../src/ui/charts/levels';
import { spread } from '../../src/ui/charts/spread';
import {
  amountAxis,
  logValueAxis,
  shareDifferenceAxis,
  stepAxis,
  valueAxis,
} from '../../src/ui/charts/ticks';
import { partOf, zoomed } from '../../src/ui/charts/useZoom';
import { placedRun, xScales } from '../../src/ui/charts/xScales';

const curve = (steps: number[], loss: (step: number) => number): Series => Series.of(steps, steps.map(loss));
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);
const run = (last: number, loss: (step: number) => number): RunCurves => ({
  train: curve(upTo(last), loss),
  validation: curve([0, last], loss),
  accuracy: Series.empty,
});
const plain: Scale = { logSteps: false, smoothing: 0, isAccuracy: false, value: (loss) => loss };
const scaleOf = (id: string) => xScales.find((scale) => scale.id === id)!;

describe('ticks', () => {
  it('have no more decimals than a measurement in a table, however close the values', () => {
    for (const [low, high] of [
      [4.38321, 4.38325],
      [4.4, 4.4000001],
      [-0.00002, 0.00003],
      [0, 1e-9],
    ] as const) {
      const axis = valueAxis(low, high);
      for (const tick of axis.ticks.map(axis.format)) expect(tick).toMatch(/^−?\d\.\d{1,3}$/);
      expect(axis.domain[0]).toBeLessThanOrEqual(low);
      expect(axis.domain[1]).toBeGreaterThanOrEqual(high);
      expect(axis.ticks.length).toBeGreaterThan(1);
    }
  });

  it('begin at step 0, where only the untrained model is known and where training alone is', () => {
    const untrained = { train: Series.empty, validation: curve([0], () => 4.4), accuracy: Series.empty };
    const trained = { ...run(30, () => 3), validation: Series.empty };
    for (const own of [untrained, trained]) {
      const x = draw(['a'], { a: own }, plain)!.x;
      expect(x.domain[0]).toBe(0);
      expect(x.ticks[0]).toBe(0);
      expect(x.ticks.map(x.format).every((tick) => /^\d+$/.test(tick))).toBe(true);
    }
  });

  it('are as few as there is room for', () => {
    expect(stepAxis(0, 600, false, 3).ticks).toEqual([0, 200, 400, 600]);
    expect(stepAxis(1, 600, true, 4).ticks).toEqual([1, 10, 100]);
    expect(valueAxis(1.6, 4.4, 2).ticks).toEqual([0, 2, 4, 6]);
  });

  it('of a logarithmic axis are 1, 2 and 5 times powers of ten, and round values within a decade', () => {
    expect(logValueAxis(3, 300).ticks).toEqual([5, 10, 20, 50, 100, 200]);
    expect(logValueAxis(1.9, 4.4).ticks).toEqual([1.5, 2, 2.5, 3, 3.5, 4, 4.5]);
    for (const [low, high] of [
      [1e-6, 3],
      [1e-300, 1e300],
      [2, 2],
    ] as const) {
      const { domain, ticks, format } = logValueAxis(low, high);
      expect(domain[0]).toBeGreaterThan(0);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThan(20);
      for (const tick of ticks.map(format)) expect(tick).not.toMatch(/NaN|∞/);
    }
  });

  it('of differences of shares are in percentage points', () => {
    const axis = shareDifferenceAxis(-0.05, 0.1);
    expect(axis.ticks.map(axis.format)).toEqual(['−5', '0', '5', '10']);
    expect(axis.domain).toEqual([-0.05, 0.1]);
  });

  it('of amounts have a prefix and as few digits as they take', () => {
    const axis = amountAxis(0, 2_457_600, false, { format: formatAmount });
    expect(axis.ticks.map(axis.format)).toEqual(['0', '500 k', '1 M', '1.5 M', '2 M']);
    expect([999, 1000, 1e15, 1.25e9].map(formatAmount)).toEqual(['999', '1 k', '1 P', '1.25 G']);
  });
});

describe('labels', () => {
  const gaps = (places: number[]) =>
    [...places].sort((a, b) => a - b).map((y, i, all) => (i ? y - all[i - 1]! : 99));

  it('stay where they belong while there is room, and keep their order', () => {
    expect(spread([10, 90, 50], 18, 0, 100)).toEqual([10, 90, 50]);
  });

  it('are pushed apart by as little as can be, within the bounds', () => {
    expect(spread([50, 50], 20, 0, 100)).toEqual([40, 60]);
    expect(spread([0, 2, 100], 20, 0, 100)).toEqual([0, 20, 100]);
    for (let n = 1; n <= 8; n++) {
      const wanted = Array.from({ length: n }, (_, i) => 100 + ((i * 37) % 11));
      const places = spread(wanted, 19, 0, 160);
      expect(Math.min(...gaps(places))).toBeGreaterThanOrEqual(19 - 1e-9);
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...places)).toBeLessThanOrEqual(160);
      const order = (ys: readonly number[]) => ys.map((_, i) => i).sort((a, b) => ys[a]! - ys[b]! || a - b);
      expect(order(places)).toEqual(order(wanted));
    }
    expect(spread([], 19, 0, 160)).toEqual([]);
  });

  const plot = { left: 0, right: 600, top: 0, bottom: 300 };
  const boxes = (levels: { y: number; width: number }[], curves: { x: number; y: number }[][]) =>
    placeNames({ levels, curves, plot, height: 18 }).map(({ x, y }, i) => ({
      left: x - levels[i]!.width,
      right: x,
      top: y - 9,
      bottom: y + 9,
    }));

  it('of reference lines stand at the right end above the line, where nothing is', () => {
    const [name] = boxes([{ y: 150, width: 80 }], []);
    expect(name).toEqual({ left: 514, right: 594, top: 130, bottom: 148 });
  });

  it('of reference lines that lie on one another do not read as one word', () => {
    // So low that none has room below its line, and so narrow that the next place is right beside the first name.
    const level = { y: 292, width: 60 };
    const low = { left: 0, right: 560, top: 270, bottom: 300 };
    const [first, second] = placeNames({ levels: [level, level], curves: [], plot: low, height: 18 });
    expect((first?.x ?? 0) - 60 - (second?.x ?? 0)).toBeGreaterThanOrEqual(10);
  });

  it('of reference lines cover no curve, no other name and no edge', () => {
    // Falls from the first line to the second, and stays a little above it.
    const curves = [Array.from({ length: 61 }, (_, i) => ({ x: 10 * i, y: i < 20 ? 6 + 12 * i : 235 }))];
    const levels = [
      { y: 6, width: 110 },
      { y: 244, width: 60 },
      { y: 252, width: 60 },
    ];
    const names = boxes(levels, curves);
    for (const box of names) {
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.bottom).toBeLessThanOrEqual(300);
      for (const { x, y } of curves[0]!)
        expect(x > box.left && x < box.right && y > box.top && y < box.bottom).toBe(false);
      for (const other of names)
        if (other !== box)
          expect(
            other.left < box.right &&
              box.left < other.right &&
              other.top < box.bottom &&
              box.top < other.bottom,
          ).toBe(false);
    }
  });

  it('of reference lines that can only stand on a curve stand on little of one', () => {
    // Along the line on both of its sides; above it, left of x = 300, there are peaks alone.
    const above = Array.from({ length: 601 }, (_, x) => ({ x, y: x > 300 ? 142 : x % 50 === 0 ? 140 : 200 }));
    const below = Array.from({ length: 601 }, (_, x) => ({ x, y: 160 }));
    const [name] = boxes([{ y: 150, width: 80 }], [above, below]);
    expect(name!.right).toBeLessThan(301);
    expect(name!.bottom).toBeLessThan(150);
  });

  it('of reference lines beyond the axis are left out', () => {
    const levels = [
      { name: 'near', value: 2 },
      { name: 'far', value: 9 },
    ];
    expect(levelsWithin(levels, [1, 3])).toEqual([{ name: 'near', value: 2 }]);
  });
});

describe('the horizontal axis', () => {
  const experiment = defaultExperiment();
  const [first, second] = experiment.runs;
  const seconds = Series.of([10, 20], [1, 3]);
  const placed = placedRun(experiment, first!, 81, seconds);

  it.each([
    ['step', [0, 5, 10, 15]],
    ['seconds', [0, 0.5, 1, 2]],
    ['tokens', [0, 5, 10, 15].map((step) => step * experiment.batch * experiment.model.context)],
    ['flops', [0, 5, 10, 15].map((step) => step * placed.stepFlops!)],
  ] as const)('of %s places steps, and finds them again', (id, expected) => {
    const scale = scaleOf(id);
    const xs = scale.place([0, 5, 10, 15], placed)!;
    expect([...xs]).toEqual([...expected]);
    expect([...xs].map((x) => scale.stepAt(x, placed))).toEqual([0, 5, 10, 15]);
  });

  it('of seconds goes on beyond the last that is known, and knows nothing of a run that has none', () => {
    expect([...scaleOf('seconds').place([25], placed)!]).toEqual([4]);
    const untimed = placedRun(experiment, first!, 81, undefined);
    expect(scaleOf('seconds').place([5], untimed)).toBeNull();
    expect(scaleOf('flops').place([5], placedRun(experiment, first!, null, undefined))).toBeNull();
  });

  it('names the runs that have no place on it, and draws the others', () => {
    const untimed = placedRun(experiment, second!, 81, undefined);
    const curves = { a: run(20, (step) => 4 - step / 10), b: run(20, () => 3) };
    const drawing = draw(['a', 'b'], curves, {
      ...plain,
      x: scaleOf('seconds'),
      placed: { a: placed, b: untimed },
    })!;
    expect(drawing.unplaced).toEqual(['b']);
    expect(drawing.lines[0]?.train.at(-1)).toEqual({ x: 3, y: 2 });
    expect(drawing.x.domain).toEqual([0, 3]);
  });
});

describe('differences', () => {
  it('are taken at the steps that both have, of what is drawn', () => {
    const own = { steps: Float64Array.of(1, 2, 4), values: Float64Array.of(1, 2, 3) };
    const reference = { steps: Float64Array.of(2, 3, 4, 5), values: Float64Array.of(1, 9, 1, 9) };
    const { steps, values } = differences(own, reference, (loss) => 10 * loss);
    expect([...steps]).toEqual([2, 4]);
    expect([...values]).toEqual([10, 20]);
  });

  it('draw the pinned run as a line at zero and the others as far from it as they are', () => {
    const curves = { a: run(40, (step) => 4 - step / 20), b: run(30, (step) => 4.25 - step / 20) };
    const drawing = draw(['a', 'b'], curves, { ...plain, smoothing: 0.6, reference: curves.a, guess: 4.4 })!;
    const [a, b] = drawing.lines;
    expect(a?.train.every(({ y }) => y === 0)).toBe(true);
    expect(b?.train).toHaveLength(30);
    for (const { y } of b!.train) expect(y).toBeCloseTo(0.25, 12);
    // The last validations are of different steps.
    expect(b?.validation).toEqual([{ x: 0, y: 0.25 }]);
    expect(drawing.y.domain[0]).toBe(0);
  });

  const lines = (offsets: readonly number[], last = 100) =>
    offsets.map((offset) => ({ train: upTo(last).map((x) => ({ x, y: 4 - x / 50 + offset })) }));
  const axis = { domain: [2, 4] as [number, number] };

  it('are asked for where seven curves lie on one line, and not where six do', () => {
    const close = [0, 0.01, 0.02, -0.01, 0.03, 0.015, 0.005];
    expect(coincide(lines(close), axis)).toBe(true);
    expect(coincide(lines([...close, 1]), axis)).toBe(true);
    expect(coincide(lines([...close.slice(1), 1]), axis)).toBe(false);
    expect(coincide(lines(close.slice(1)), axis)).toBe(false);
  });

  it('are not asked for where a curve leaves the others for a part of the way', () => {
    const [one, ...others] = lines([0, 0, 0, 0, 0, 0, 0]);
    const bump = { train: one!.train.map(({ x, y }) => ({ x, y: x > 60 && x < 80 ? y + 0.2 : y })) };
    expect(coincide([bump, ...others], axis)).toBe(false);
    expect(coincide([{ train: [] }, ...others], axis)).toBe(false);
  });
});

describe('zoom', () => {
  it('shows a part, with the values it has and the points that lead to its edges', () => {
    const curves = { a: run(100, (step) => 100 - step) };
    const drawing = draw(['a'], curves, { ...plain, window: [40.5, 50.5] })!;
    expect(drawing.x.domain).toEqual([40.5, 50.5]);
    expect(drawing.lines[0]?.train.map(({ x }) => x)).toEqual([
      40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
    ]);
    expect(drawing.y.domain).toEqual([50, 60]);
  });

  it('shows every point of a part of a long curve', () => {
    const curves = { a: run(20_000, (step) => Math.sin(step)) };
    const drawing = draw(['a'], curves, { ...plain, window: [1000, 1100] })!;
    expect(drawing.lines[0]?.train.length).toBeGreaterThanOrEqual(101);
  });

  test('a part is within the whole, no narrower than can be told apart, and all of it where it is as wide', () => {
    expect(partOf([20, 40], [0, 100])).toEqual([20, 40]);
    expect(partOf([-20, 40], [0, 100])).toEqual([0, 40]);
    expect(partOf([-20, 140], [0, 100])).toBe('all');
    expect(partOf([5, 5], [0, 100])).toBeNull();
  });

  test('what it is zoomed around stays where it is', () => {
    expect(zoomed([0, 100], 0.5, 20, false)).toEqual([10, 60]);
    const [low, high] = zoomed([1, 10_000], 0.5, 100, true);
    expect(low).toBeCloseTo(10, 9);
    expect(high).toBeCloseTo(1000, 9);
  });
});

it('gives names the room that the end of a branch takes, where the chart is narrower than names are long', () => {
  const branch = 'RndEmbQK and standard, from step 200';
  const end = ', from step 200'.length * 9;
  // Beside Compare on a laptop: mark, leader and the end of the name, with some of its start.
  const beside = namesRoom([branch, 'All standard'], { width: 696, height: 300 });
  expect(beside).toBeGreaterThan(40 + end + 4 * 9);
  expect(beside).toBeLessThanOrEqual(0.36 * 696);
  // A name without such an end takes no more than before, a short one what it needs, and a phone has none.
  expect(namesRoom(['A'.repeat(60)], { width: 696, height: 300 })).toBeCloseTo(0.28 * 696, 6);
  expect(namesRoom(['All standard'], { width: 2000, height: 300 })).toBeLessThan(200);
  expect(namesRoom([branch], { width: 2000, height: 300 })).toBe(270);
  expect(namesRoom([branch], { width: 390, height: 300 })).toBe(0);
});
