// Take-offs and plateaus of curves whose answers are known.
import { range } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import type { Capture } from '../../src/measure/capture';
import { headCurves } from '../../src/measure/heads/curves';
import { plateauEnd, takeOff } from '../../src/measure/takeOff';
import { seed } from '../support/seed';

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

  it('where a small part of the range is left to fall, through a batch’s noise, at every seed', () => {
    for (const one of seeds) {
      const random = new Random(one);
      const end = plateauEnd(loss((s) => solved(s) + 0.12 * random.normal()));
      expect(end, `seed ${one}`).toBeGreaterThan(320);
      expect(end, `seed ${one}`).toBeLessThan(390);
    }
  });

  it('as it goes on: no mark before the fall, and one that stays once it is there', () => {
    for (const one of seeds) {
      const random = new Random(one);
      const { steps: at, values } = loss((s) => solved(s) + 0.12 * random.normal());
      const upTo = (count: number) =>
        plateauEnd({ steps: at.slice(0, count), values: values.slice(0, count) });
      for (const early of range(20, 341, 20)) expect(upTo(early), `seed ${one}, step ${early}`).toBeNull();
      for (const late of range(480, 601, 20)) {
        expect(upTo(late), `seed ${one}, step ${late}`).toBeGreaterThan(320);
        expect(upTo(late), `seed ${one}, step ${late}`).toBeLessThan(390);
      }
    }
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
    for (const [name, of] of Object.entries(none))
      for (const one of seeds) {
        const random = new Random(one);
        expect(plateauEnd(loss((s) => of(s) + 0.12 * random.normal())), `${name}, seed ${one}`).toBeNull();
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
  const capture = (step: number, truth: number[] | null): Capture => ({
    step,
    text: 'x',
    tokens: ['x'],
    heads: 2,
    cut: false,
    unknown: [],
    layers: [
      { weights: null, indicators: null, scores: null, headScores: null },
      { weights: null, indicators: null, scores: null, headScores: truth && { truth } },
    ],
  });
  const captures = steps.map((step, i) => capture(step, [0.1, i < 7 ? 0.1 : 0.9]));

  it('are those of the captures, with the take-off of each', () => {
    expect(headCurves(captures, 1, 'truth')).toEqual({
      steps,
      heads: [steps.map(() => 0.1), steps.map((_, i) => (i < 7 ? 0.1 : 0.9))],
      takeOffs: [null, 48],
    });
  });

  it('are none of a layer without a map, or of captures without scores', () => {
    expect(headCurves(captures, 0, 'truth')).toBeNull();
    expect(headCurves(captures, 1, 'induction')).toBeNull();
    expect(headCurves([capture(0, null)], 1, 'truth')).toBeNull();
    // What an earlier lab captured is passed over.
    expect(headCurves([capture(0, null), capture(1, [1, 0])], 1, 'truth')?.steps).toEqual([1]);
  });
});
