// Take-offs and plateaus of curves whose answers are known.
import { range } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import { chosenTask, taskChoice } from '../../src/data/tasks';
import type { Run } from '../../src/experiment/schema';
import type { Capture } from '../../src/measure/capture';
import {
  chanceOf,
  closestHead,
  findsFrom,
  gapBefore,
  headCurves,
  headTakeOffs,
  layerCurves,
} from '../../src/measure/heads/curves';
import { truth } from '../../src/measure/heads/truth';
import { plateauEnd, takeOff } from '../../src/measure/takeOff';
import { seed } from '../support/seed';
import { stack } from '../support/stack';

const steps = [0, 1, 2, 4, 8, 16, 32, 48, 64, 80, 96, 112];
const curve = (...values: number[]) => ({ steps: steps.slice(0, values.length), values });

describe('a score takes off', () => {
  it('at the first step from which on it stays above midway', () => {
    expect(takeOff(curve(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.4, 0.8, 0.9, 0.9, 0.9))).toBe(64);
    // Once above and back again is not yet.
    expect(takeOff(curve(0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.2, 0.4, 0.4, 0.9, 0.9, 0.9))).toBe(80);
    // Above from early on.
    expect(takeOff(curve(0, 0, 0, 1, 1, 1))).toBe(4);
  });

  it('not where it rises by little, falls, wobbles as it began, or is too short', () => {
    expect(takeOff(curve(0.1, 0.1, 0.1, 0.1, 0.15, 0.18, 0.18, 0.18))).toBeNull();
    expect(takeOff(curve(0.9, 0.9, 0.9, 0.5, 0.1, 0.1, 0.1))).toBeNull();
    expect(takeOff(curve(0.1, 0.4, 0.1, 0.4, 0.4, 0.4, 0.4))).toBeNull();
    expect(takeOff(curve(0, 0, 1, 1, 1))).toBeNull();
    expect(takeOff(curve(0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3))).toBeNull();
  });
});

const all = range(1, 601);
const loss = (of: (step: number) => number) => ({ steps: all, values: all.map(of) });
/** Falls from 1 to 0 around a step. */
const fallAt = (step: number, width: number) => (s: number) => 1 / (1 + Math.exp((s - step) / width));

describe('a plateau ends', () => {
  const twoFalls = (s: number) => 2 * Math.exp(-s / 20) + 2 * fallAt(300, 10)(s);

  it('where the loss falls after it', () => {
    expect(plateauEnd(loss(twoFalls))).toBeGreaterThan(260);
    expect(plateauEnd(loss(twoFalls))).toBeLessThan(300);
    // From the start, as of a task that is guessed at first.
    expect(Math.abs(plateauEnd(loss(fallAt(400, 8)))! - 385)).toBeLessThan(15);
    // However long it trains on.
    const long = range(1, 6001);
    const end = plateauEnd({ steps: long, values: long.map(twoFalls) });
    expect(end).toBeGreaterThan(240);
    expect(end).toBeLessThan(310);
    // As validations have it, a few of them.
    const few = range(0, 601, 50);
    expect(plateauEnd({ steps: few, values: few.map(twoFalls) })).toBe(250);
  });

  it('through noise, and not in noise alone', () => {
    const random = new Random(seed);
    const noisy = (of: (s: number) => number) => loss((s) => of(s) + 0.1 * random.normal());
    const end = plateauEnd(noisy(twoFalls));
    expect(end, `seed ${seed}`).toBeGreaterThan(240);
    expect(end, `seed ${seed}`).toBeLessThan(310);
    expect(plateauEnd(noisy(() => 2)), `seed ${seed}`).toBeNull();
  });

  /** As of recall: down to guessing by step 100, flat to step 350, then solved. */
  const solved = (s: number) => 2.4 * Math.exp(-s / 25) + 0.08 + 1.1 * fallAt(380, 12)(s);
  const seeds = range(20).map((i) => seed + i);

  it('where a small part of the range is left to fall, through a batch’s noise and a slow drift, at every seed', () => {
    /** A sixth of the range is left, and the plateau sinks a little. */
    const drifts = (s: number) => 2.2 * Math.exp(-s / 30) + 0.01 + (0.54 - s / 5000) * fallAt(380, 12)(s);
    for (const one of seeds) {
      const random = new Random(one);
      for (const [of, noise] of [[solved, 0.12] as const, [drifts, 0.05] as const]) {
        const end = plateauEnd(loss((s) => of(s) + noise * random.normal()));
        expect(end, `seed ${one}`).toBeGreaterThan(290);
        expect(end, `seed ${one}`).toBeLessThan(390);
      }
    }
  });

  /** Of normal noise a rule fails at some seed: at one of 500 at most here, so that three of 20 are no accident. */
  const expectRare = (misses: readonly string[]) => {
    const failing = new Set(misses.map((miss) => miss.split(',')[0]));
    expect(failing.size, misses.join('; ')).toBeLessThan(3);
  };

  it('as it goes on: no mark before the fall, and one that stays once it is there', () => {
    const misses: string[] = [];
    for (const one of seeds) {
      const random = new Random(one);
      const { steps: at, values } = loss((s) => solved(s) + 0.12 * random.normal());
      const upTo = (count: number) =>
        plateauEnd({ steps: at.slice(0, count), values: values.slice(0, count) });
      for (const early of range(20, 341, 20))
        if (upTo(early) !== null) misses.push(`seed ${one}, step ${early}`);
      for (const late of range(480, 601, 20)) {
        const end = upTo(late) ?? 0;
        if (end <= 320 || end >= 390) misses.push(`seed ${one}, step ${late}`);
      }
    }
    expectRare(misses);
  });

  it('nowhere in noise about a loss that falls all the time, has not fallen, or has come back up', () => {
    const none: Record<string, (s: number) => number> = {
      line: (s) => 3 - s / 300,
      exponential: (s) => 2 * Math.exp(-s / 100) + 1,
      power: (s) => 3 * s ** -0.3,
      guessing: (s) => 2.4 * Math.exp(-s / 25) + 1.1,
      warmUp: (s) => 3 * fallAt(35, 4)(s) + 0.5,
      dip: (s) => (s > 300 && s < 360 ? 1 : 2),
    };
    for (const [name, of] of Object.entries(none)) {
      const misses = seeds.filter((one) => {
        const random = new Random(one);
        return plateauEnd(loss((s) => of(s) + 0.12 * random.normal())) !== null;
      });
      expectRare(misses.map((one) => `seed ${one}, ${name}`));
    }
  });

  it('nowhere in a loss that falls all the time, has not fallen yet, or has no points', () => {
    expect(plateauEnd(loss((s) => 3 - s / 300))).toBeNull();
    expect(plateauEnd(loss((s) => Math.exp(-s / 100)))).toBeNull();
    expect(plateauEnd(loss((s) => 2 * s ** -0.3))).toBeNull();
    expect(plateauEnd(loss((s) => 2 * Math.exp(-s / 20) + 2))).toBeNull();
    expect(plateauEnd({ steps: [], values: [] })).toBeNull();
    expect(plateauEnd({ steps: [1], values: [2] })).toBeNull();
  });
});

describe('curves of heads', () => {
  const recall = taskChoice('recall');
  const task = chosenTask(recall);
  const ids = task.sample(new Random(1), 32).tokens;
  const tokens = Array.from(ids, (id) => task.tokens[id] as string);
  const capture = (step: number, scores: Record<string, number[]> | null): Capture => ({
    step,
    text: 'x',
    tokens,
    heads: 2,
    cut: false,
    unknown: [],
    layers: [
      { weights: null, indicators: null, scores: null, headScores: null },
      { weights: null, indicators: null, scores: null, headScores: scores },
    ],
  });
  const run = { layers: stack('standard', 'standard') };
  const scored = { run, task: recall };
  /** Of two heads, by their truth scores at the first steps. */
  const of = (first: number[], second: number[], own: typeof run & Pick<Run, 'overrides'> = run) => {
    const captures = first.map((one, i) =>
      capture(steps[i] as number, { truth: [one, second[i] as number] }),
    );
    return layerCurves(captures, 'truth', { run: own, task: recall });
  };
  const isDue = (step: number) => steps.includes(step);
  const low = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];

  it('of a score without a known truth have the take-off of each', () => {
    const captures = steps.map((step, i) => capture(step, { induction: [0.1, i < 7 ? 0.1 : 0.9] }));
    expect(headCurves(captures, 1, 'induction', scored)).toEqual({
      steps,
      heads: [steps.map(() => 0.1), steps.map((_, i) => (i < 7 ? 0.1 : 0.9))],
      chance: null,
      takeOffs: [null, 48],
    });
  });

  it('are none of a layer without a map, or of captures without scores', () => {
    const captures = [capture(0, { truth: [0.1, 0.1] })];
    expect(headCurves(captures, 0, 'truth', scored)).toBeNull();
    expect(headCurves(captures, 1, 'induction', scored)).toBeNull();
    expect(headCurves([capture(0, null)], 1, 'truth', scored)).toBeNull();
    // What an earlier lab captured is passed over.
    expect(headCurves([capture(0, null), capture(1, { truth: [1, 0] })], 1, 'truth', scored)?.steps).toEqual([
      1,
    ]);
  });

  it('against a known truth know what uniform attention scores: that of a uniform map', () => {
    const T = ids.length;
    const uniform = Float32Array.from({ length: T * T }, (_, n) => {
      const [i, j] = [Math.floor(n / T), n % T];
      return j <= i ? 1 / (i + 1) : 0;
    });
    const chance = truth.of(uniform, { tokens: ids, rightKeys: task.rightKeys?.(ids) ?? null })!;
    expect(chance).toBeGreaterThan(0);
    expect(chanceOf(of(low, low))).toBeCloseTo(chance, 5);
    expect(findsFrom(0)).toBe(0.5);
    expect(findsFrom(0.4)).toBe(0.7);
  });

  it('find the key by the first capture from which on most of the weight is on it, and not below that', () => {
    // Up, back, and up to stay.
    expect(headTakeOffs(of(low, [0, 0, 0.9, 0.9, 0.2, 0.7, 0.9, 0.9]), isDue)).toEqual([
      { layer: 1, head: 1, step: 16, value: 0.9, gap: null },
    ]);
    // A clear rise that stops at a third of the weight finds nothing, and is told as what it is.
    const third = of(low, [0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.32, 0.32]);
    expect(headTakeOffs(third, isDue)).toEqual([]);
    expect(closestHead(third, run)).toEqual({ layer: 1, head: 1, value: 0.32 });
    // Nor does one that has lost it; what is about chance is not told of.
    expect(headTakeOffs(of(low, [0, 0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.1]), isDue)).toEqual([]);
    expect(closestHead(of(low, low), run)).toBeNull();
    // By the first capture, of a branch or a new probe that begins with it found.
    expect(headTakeOffs(of([0.9, 0.9], [0.1, 0.1]), isDue)).toMatchObject([{ head: 0, step: 0 }]);
  });

  it('say what is missing before it, of a new probe', () => {
    const found = (held: number[]) => {
      const captures = held.map((step) => capture(step, { truth: [0.1, step < 48 ? 0.1 : 0.9] }));
      const layers = layerCurves(captures, 'truth', scored);
      return headTakeOffs(layers, isDue).map(({ step, gap }) => ({ step, gap }));
    };
    expect(found(steps)).toEqual([{ step: 48, gap: null }]);
    expect(found([0, 16, 96, 112])).toEqual([{ step: 96, gap: { after: 16 } }]);
    // What is missing elsewhere, or lies between two that are due, changes nothing.
    expect(found([0, 32, 48, 112])).toEqual([{ step: 48, gap: null }]);
    expect(found([0, 32, 35, 48])).toEqual([{ step: 48, gap: null }]);
    // Nothing is held before it.
    expect(found([64, 112])).toEqual([{ step: 64, gap: { after: null } }]);
    expect(gapBefore([0, 32, 64], 64, isDue)).toEqual({ after: 32 });
    expect(gapBefore([0, 16], 0, isDue)).toBeNull();
    expect(gapBefore([64, 112], 64, () => false)).toBeNull();
  });

  it('name the head that found it first however far others get, from its first capture on', () => {
    const first = [0.1, 0.1, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7];
    const second = [0.1, 0.1, 0.1, 0.1, 0.1, 0.95, 0.95, 0.95];
    for (const count of range(3, 9))
      expect(headTakeOffs(of(first.slice(0, count), second), isDue)[0], `${count} captures`).toEqual({
        layer: 1,
        head: 0,
        step: 2,
        value: 0.7,
        gap: null,
      });
    expect(headTakeOffs(of(first, second), isDue)).toHaveLength(2);
  });

  it('pass over a head that is switched off, of any score', () => {
    const high = low.map(() => 0.9);
    const off = { ...run, overrides: { headsOff: [[1, 0] as [number, number]] } };
    expect(headTakeOffs(of(high, low, off), isDue)).toEqual([]);
    expect(closestHead(of(high, low, off), off)).toBeNull();
    expect(headTakeOffs(of(high, high, off), isDue)).toMatchObject([{ layer: 1, head: 1 }]);
    const rises = steps.map((step, i) => capture(step, { induction: Array(2).fill(i < 7 ? 0.1 : 0.9) }));
    expect(headCurves(rises, 1, 'induction', { run: off, task: recall })?.takeOffs).toEqual([null, 48]);
  });
});
