// What the chart draws of the stored losses, and the values it reads out.
import { describe, expect, it } from 'vitest';
import type { RunCurves } from '../../src/runtime/runReducer';
import { Series } from '../../src/runtime/series';
import { draw, emptyDrawing, lowest } from '../../src/ui/charts/drawing';
import { linkedValuesAt, valuesAt } from '../../src/ui/charts/readout';
import { smooth } from '../../src/ui/charts/smooth';
import { stepAxis, valueAxis } from '../../src/ui/charts/ticks';
import { units } from '../../src/ui/charts/units';

function series(points: [step: number, loss: number][]): Series {
  return Series.of(
    points.map(([step]) => step),
    points.map(([, loss]) => loss),
  );
}

const falling = (steps: number, from: number): RunCurves => ({
  train: series(Array.from({ length: steps }, (_, i) => [i + 1, from / Math.sqrt(i + 1) + (i % 7) / 50])),
  validation: series(Array.from({ length: Math.floor(steps / 50) + 1 }, (_, i) => [50 * i, from / (i + 1)])),
  accuracy: series(Array.from({ length: Math.floor(steps / 50) + 1 }, (_, i) => [50 * i, 1 - 1 / (i + 1)])),
});

const same = (loss: number) => loss;
const plain = { logSteps: false, smoothing: 0, isAccuracy: false, value: same };

describe('emptyDrawing', () => {
  it('has the steps to come and, where it is known, the values from 0 to a guess', () => {
    const { x, y, lines } = emptyDrawing(600, { ...plain, guess: 4.4 });
    expect(lines).toEqual([]);
    expect(x.domain).toEqual([0, 600]);
    expect(y.domain).toEqual([0, 5]);
    expect(emptyDrawing(600, plain).y.ticks).toEqual([]);
    expect(emptyDrawing(600, { ...plain, logSteps: true }).x.domain).toEqual([1, 600]);
    expect(emptyDrawing(600, { ...plain, isAccuracy: true }).y.domain).toEqual([0, 1]);
  });
});

describe('smooth', () => {
  it('changes nothing at factor 0 and nothing about a constant', () => {
    const points: [number, number][] = [
      [1, 3],
      [2, 1],
      [3, 2],
    ];
    expect([...smooth(series(points), 0).values]).toEqual([3, 1, 2]);
    for (const y of smooth(series(points.map(([x]) => [x, 4])), 0.9).values) expect(y).toBeCloseTo(4, 12);
  });

  it('weighs each value by its age', () => {
    const [first, second, third] = smooth(
      series([
        [1, 1],
        [2, 2],
        [3, 4],
      ]),
      0.5,
    ).values;
    expect(first).toBe(1);
    expect(second).toBeCloseTo((0.5 * 1 + 2) / 1.5, 12);
    expect(third).toBeCloseTo((0.25 * 1 + 0.5 * 2 + 4) / 1.75, 12);
  });

  it('goes on where it was left, and starts over for another factor', () => {
    let growing = falling(500, 4).train;
    smooth(growing, 0.8);
    for (let step = 501; step <= 900; step++) growing = growing.append([step], [Math.sin(step)]);
    const fresh = series(Array.from(growing.steps, (step, i) => [step, growing.values[i] as number]));
    expect([...smooth(growing, 0.8).values]).toEqual([...smooth(fresh, 0.8).values]);
    expect([...smooth(growing, 0).values]).toEqual([...growing.values]);
  });
});

describe('draw', () => {
  it('has nothing to draw before the first point', () => {
    expect(draw(['a'], {}, plain)).toBeNull();
  });

  it('holds every shown run within its axes', () => {
    const curves = { a: falling(2000, 4), b: falling(300, 5), hidden: falling(100, 50) };
    for (const reading of [plain, { ...plain, logSteps: true, smoothing: 0.9, value: Math.exp }]) {
      const drawing = draw(['a', 'b'], curves, reading);
      expect(drawing?.lines.map((l) => l.runId)).toEqual(['a', 'b']);
      const { x, y } = drawing as NonNullable<typeof drawing>;
      expect(x.domain[1]).toBe(2000);
      for (const { train, validation } of drawing?.lines ?? []) {
        for (const p of [...train, ...validation]) {
          expect(p.x).toBeGreaterThanOrEqual(x.domain[0]);
          expect(p.y).toBeGreaterThanOrEqual(y.domain[0]);
          expect(p.y).toBeLessThanOrEqual(y.domain[1]);
        }
      }
    }
  });

  it('leaves the untrained model off a logarithmic axis only', () => {
    const curves = { a: falling(200, 4) };
    expect(draw(['a'], curves, plain)?.lines[0]?.validation[0]?.x).toBe(0);
    expect(draw(['a'], curves, { ...plain, logSteps: true })?.lines[0]?.validation[0]?.x).toBe(50);
  });

  it('draws the values of the unit', () => {
    const curves = {
      a: { train: series([[1, Math.log(65)]]), validation: Series.empty, accuracy: Series.empty },
    };
    expect(draw(['a'], curves, { ...plain, value: Math.exp })?.lines[0]?.train[0]?.y).toBeCloseTo(65, 10);
  });

  it('shows accuracies alone, on an axis of percent from none to all', () => {
    const drawing = draw(['a'], { a: falling(200, 4) }, { ...plain, isAccuracy: true });
    expect(drawing?.lines[0]?.train).toEqual([]);
    expect(drawing?.lines[0]?.validation.slice(0, 2)).toEqual([
      { x: 0, y: 0 },
      { x: 50, y: 0.5 },
    ]);
    expect(drawing?.y.ticks.map(drawing.y.format)).toEqual(['0%', '20%', '40%', '60%', '80%', '100%']);
    const onText = { ...falling(200, 4), accuracy: Series.empty };
    expect(draw(['a'], { a: onText }, { ...plain, isAccuracy: true })).toBeNull();
  });

  it('draws at most 300 points of a run of 20,000 that goes on growing, the newest among them', () => {
    const ids = Array.from({ length: 8 }, (_, i) => `run-${i}`);
    const curves = Object.fromEntries(ids.map((id, i) => [id, falling(20_000, 4 + i / 10)]));
    const reading = { ...plain, logSteps: true, smoothing: 0 };
    for (let update = 0; update < 30; update++) {
      const last = 2 + update / 100;
      for (const id of ids) {
        const own = curves[id] as RunCurves;
        const steps = Array.from({ length: 32 }, (_, i) => 20_001 + 32 * update + i);
        const values = steps.map(() => last);
        curves[id] = { ...own, train: own.train.append(steps, values) };
      }
      const drawing = draw(ids, curves, reading);
      expect(drawing?.lines).toHaveLength(8);
      for (const line of drawing?.lines ?? []) {
        expect(line.train.length).toBeGreaterThan(100);
        expect(line.train.length).toBeLessThanOrEqual(300);
        expect(line.train.at(-1)?.y).toBeCloseTo(last, 6);
      }
    }
  });
});

describe('units', () => {
  const value = (id: string, loss: number, bytesPerToken: number) =>
    units.find((unit) => unit.id === id)?.of(loss, bytesPerToken);

  it('read a uniform guess over 256 tokens: its loss, 256, and 8 bits for each byte', () => {
    expect(value('loss', Math.log(256), 1)).toBe(Math.log(256));
    expect(value('perplexity', Math.log(256), 1)).toBeCloseTo(256, 10);
    expect(value('bitsPerByte', Math.log(256), 1)).toBeCloseTo(8, 12);
  });

  it('are the same per byte for tokens of twice the bytes and twice the loss', () => {
    expect(value('bitsPerByte', 3, 2)).toBe(value('bitsPerByte', 1.5, 1));
  });
});

describe('valuesAt', () => {
  const own = falling(120, 4);

  it('gives the loss of that very step and the last validation by then', () => {
    const at = valuesAt(own, 70, 0);
    expect(at.train).toBe(own.train.values[69]);
    expect(at.smoothed).toBe(at.train);
    expect(at.validation).toEqual({ step: 50, value: 2 });
    expect(at.accuracy).toEqual({ step: 50, value: 0.5 });
  });

  it('says nothing of steps a run has not taken', () => {
    expect(valuesAt(own, 121, 0).train).toBeNull();
    expect(valuesAt(own, 0, 0).train).toBeNull();
    expect(valuesAt(undefined, 1, 0)).toEqual({
      train: null,
      smoothed: null,
      validation: null,
      accuracy: null,
    });
  });

  it('finds the lowest', () => {
    expect(lowest(own.validation)).toBeCloseTo(4 / 3, 12);
    expect(lowest(Series.empty)).toBeNull();
  });
});

describe('axes', () => {
  it('end on round values and write all ticks alike', () => {
    const axis = valueAxis(1.613, 4.485);
    expect(axis.domain).toEqual([1.5, 4.5]);
    expect(axis.ticks.map(axis.format)).toEqual(['1.5', '2.0', '2.5', '3.0', '3.5', '4.0', '4.5']);
    expect(valueAxis(3.2, 3.2).domain[1]).toBeGreaterThan(3.2);
  });

  it('have whole steps, and powers on a logarithmic axis', () => {
    expect(stepAxis(0, 3, false).ticks).toEqual([0, 1, 2, 3]);
    expect(stepAxis(1, 600, true).ticks).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500]);
    expect(stepAxis(1, 20_000, true).ticks).toEqual([1, 10, 100, 1000, 10_000]);
  });
});

describe('curves that a link brought', () => {
  const curves = {
    train: [
      { step: 1, value: 4 },
      { step: 10, value: 1 },
    ],
    validation: [
      { step: 0, value: 6 },
      { step: 10, value: 2 },
    ],
    accuracy: [{ step: 0, value: 0.25 }],
  };
  const brought = [{ runId: 'a', curves }];

  it('are drawn without any of one’s own, and widen the axes that one’s own are on', () => {
    const alone = draw(['a'], {}, plain, brought);
    expect(alone?.lines).toEqual([]);
    expect(alone?.linkedCurves[0]?.train).toEqual([
      { x: 1, y: 4 },
      { x: 10, y: 1 },
    ]);
    const own = { a: falling(5, 3) };
    expect(draw(['a'], own, plain)?.x.domain[1]).toBeLessThan(10);
    const both = draw(['a'], own, plain, brought);
    expect(both?.x.domain[1]).toBeGreaterThanOrEqual(10);
    expect(both?.y.domain[1]).toBeGreaterThanOrEqual(6);
  });

  it('are in the chart’s unit, and have no step 0 on a logarithmic axis', () => {
    const log = draw(['a'], {}, { ...plain, logSteps: true, value: (loss) => 2 * loss }, brought);
    expect(log?.linkedCurves[0]?.validation).toEqual([{ x: 10, y: 4 }]);
    const shares = draw(['a'], {}, { ...plain, isAccuracy: true }, brought);
    expect(shares?.linkedCurves).toEqual([{ runId: 'a', train: [], validation: [{ x: 0, y: 0.25 }] }]);
  });

  it('are read out as they were by a step', () => {
    expect(linkedValuesAt(curves, 9)).toEqual({ train: 4, validation: 6, accuracy: 0.25 });
    expect(linkedValuesAt(curves, 10)).toEqual({ train: 1, validation: 2, accuracy: 0.25 });
    expect(linkedValuesAt(curves, 0)).toEqual({ train: null, validation: 6, accuracy: 0.25 });
  });
});
