import { describe, expect, it } from 'vitest';
import { decimate } from '../../src/runtime/decimate';

const steps = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('thin', () => {
  it('leaves a short curve as it is', () => {
    expect(decimate([1, 2], [5, 4], 2)).toEqual([
      { x: 1, y: 5 },
      { x: 2, y: 4 },
    ]);
    expect(decimate([], [], 10)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 17, 200])('gives at most %i points, in order, up to the last', (max) => {
    for (const log of [false, true]) {
      const xs = steps(1000);
      const points = decimate(xs, xs.map(Math.sin), max, log);
      expect(points.length).toBeLessThanOrEqual(max);
      expect(points.at(-1)?.x).toBe(1000);
      if (max > 1) expect(points[0]?.x).toBe(1);
      const shown = points.map((p) => p.x);
      expect(shown).toEqual([...new Set(shown)].sort((a, b) => a - b));
    }
  });

  it('keeps a single spike and a single dip', () => {
    const ys = steps(5000).map(() => 2);
    ys[1234] = 9;
    ys[4321] = 0.5;
    const points = decimate(steps(5000), ys, 50);
    expect(points).toContainEqual({ x: 1235, y: 9 });
    expect(points).toContainEqual({ x: 4322, y: 0.5 });
  });

  it('keeps more of the early steps on a logarithmic axis', () => {
    const xs = steps(10_000);
    const early = (log: boolean) => decimate(xs, xs.map(Math.sin), 100, log).filter((p) => p.x <= 100).length;
    expect(early(false)).toBeLessThan(5);
    expect(early(true)).toBeGreaterThan(30);
  });
});
