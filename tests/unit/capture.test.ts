// Captures: what comes back of a probe, and how far from what it was.
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import {
  captureBytes,
  decodeCapture,
  decodeMap,
  encodeCapture,
  largestError,
  type Probe,
  smallestWeight,
  triangle,
} from '../../src/measure/capture';
import { indicators } from '../../src/measure/indicators';
import { scoreSummary } from '../../src/measure/scores';
import { seed } from '../support/seed';

/** A probe of one layer with this map, and one that mixes no tokens. */
function probeOf(map: Float32Array, heads: number, T: number): Probe {
  return {
    tokens: Array.from({ length: T }, (_, i) => `t${i}`),
    heads,
    cut: true,
    unknown: ['ß'],
    layers: [
      { map, indicators: indicators(map, heads, T), scores: scoreSummary(map, heads, T) },
      { map: null, indicators: null, scores: null },
    ],
  };
}

/** Weights there and back, in one map: each of a head of one position. */
function allBack(weights: readonly number[]): number[] {
  const probe = probeOf(Float32Array.of(0), 1, 1);
  const layers = [{ ...probe.layers[0]!, map: Float32Array.from(weights) }];
  const capture = encodeCapture({ ...probe, heads: weights.length, layers }, 0, 'a');
  return Array.from(decodeMap(capture!, 0)!);
}

const back = (weight: number) => allBack([weight])[0] as number;

describe('a weight', () => {
  it('of 0 or 1 comes back as it is; beyond 1, where rounding took it, as 1', () => {
    expect(back(0)).toBe(0);
    expect(back(1)).toBe(1);
    expect(back(1 + 2 ** -20)).toBe(1);
    expect(back(smallestWeight)).toBe(smallestWeight);
  });

  it('comes back within the error that is stated, and no other bound would be as tight', () => {
    const random = new Random(seed);
    const weights = Array.from({ length: 20_000 }, () => Math.fround(smallestWeight ** random.next()));
    let worst = 0;
    allBack(weights).forEach((found, n) => {
      const weight = weights[n] as number;
      const error = Math.abs(found - weight) / weight;
      expect(error, `of ${weight}, seed ${seed}`).toBeLessThanOrEqual(largestError);
      worst = Math.max(worst, error);
    });
    expect(worst).toBeGreaterThan(0.9 * largestError);
    expect(largestError).toBeLessThan(0.023);
  });

  it('below the smallest comes back within half of that', () => {
    const random = new Random(seed);
    const weights = Array.from({ length: 2000 }, () => Math.fround(random.next() * smallestWeight));
    allBack(weights).forEach((found, n) => {
      const weight = weights[n] as number;
      expect(Math.abs(found - weight), `of ${weight}`).toBeLessThanOrEqual(smallestWeight / 2);
    });
  });

  it('keeps its rank', () => {
    const weights = allBack(Array.from({ length: 1000 }, (_, i) => i / 999));
    expect(weights).toEqual([...weights].sort((a, b) => a - b));
  });
});

describe('a capture', () => {
  const heads = 3;
  const T = 7;
  const random = new Random(seed);
  const map = Float32Array.from({ length: heads * T * T }, (_, n) => {
    const [i, j] = [Math.floor(n / T) % T, n % T];
    return j <= i ? random.next() ** 4 : 0;
  });
  const probe = probeOf(map, heads, T);
  const capture = encodeCapture(probe, 12, 'the sea');

  it('has a byte for each weight that is not in the future, and all else as it was', () => {
    const { layers, ...rest } = decodeCapture(capture!);
    const { layers: _, ...own } = probe;
    expect(rest).toEqual(own);
    expect(capture).toMatchObject({ step: 12, text: 'the sea' });
    expect(capture?.layers[0]?.weights).toHaveLength(heads * triangle(T));
    expect(layers[0]?.indicators).toEqual(probe.layers[0]?.indicators);
    expect(layers[0]?.scores).toEqual(probe.layers[0]?.scores);
    expect(layers[1]).toEqual(probe.layers[1]);
    const weights = heads * triangle(T);
    expect(captureBytes(capture!)).toBeGreaterThan(weights);
    expect(captureBytes(capture!)).toBeLessThan(weights + 1000);
  });

  it('has each weight in its place', () => {
    const decoded = decodeMap(capture!, 0)!;
    expect(decoded).toHaveLength(map.length);
    map.forEach((weight, n) => {
      const error = Math.abs((decoded[n] as number) - weight);
      expect(error, `at ${n}`).toBeLessThanOrEqual(Math.max(largestError * weight, smallestWeight / 2));
    });
    expect(decodeMap(capture!, 1)).toBeNull();
  });

  it('is none of a run that diverges', () => {
    const broken = map.slice();
    broken[T] = Number.NaN;
    expect(encodeCapture({ ...probe, layers: [{ ...probe.layers[0]!, map: broken }] }, 0, '')).toBeNull();
    const scores = { ...probe.layers[0]!.scores!, max: Number.POSITIVE_INFINITY };
    expect(encodeCapture({ ...probe, layers: [{ ...probe.layers[0]!, scores }] }, 0, '')).toBeNull();
    // What is not causal is no weight.
    const future = map.slice();
    future[1] = Number.NaN;
    expect(encodeCapture({ ...probe, layers: [{ ...probe.layers[0]!, map: future }] }, 0, '')).not.toBeNull();
  });
});
