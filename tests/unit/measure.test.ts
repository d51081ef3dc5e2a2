import { describe, expect, it } from 'vitest';
import { indicators } from '../../src/measure/indicators';
import { scoreSummary } from '../../src/measure/scores';

/** One head that spreads evenly over what it may see. */
const even = (T: number) =>
  Array.from({ length: T * T }, (_, c) => (c % T <= Math.floor(c / T) ? 1 / (Math.floor(c / T) + 1) : 0));
/** One head that looks `back` positions behind itself. */
const behind = (T: number, back: number) =>
  Array.from({ length: T * T }, (_, c) => (c % T === Math.max(0, Math.floor(c / T) - back) ? 1 : 0));

describe('indicators', () => {
  it('of an even map: greatest entropy, least concentration', () => {
    const { entropy, entropyNormalised, concentrationNormalised, sink } = indicators(even(6), 1, 6);
    expect(entropy).toBeCloseTo(Math.log(720), 6);
    expect(entropyNormalised).toBeCloseTo(1, 6);
    expect(concentrationNormalised).toBeCloseTo(0, 6);
    expect(sink).toBeCloseTo((1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6) / 6, 6);
  });

  it('of a map that looks two back', () => {
    const found = indicators(behind(6, 2), 1, 6);
    expect(found.entropy).toBe(0);
    expect(found.concentrationNormalised).toBeCloseTo(1, 6);
    expect(found.localFocus2).toBeCloseTo(1, 6);
    expect(found.localFocus0).toBeCloseTo(1 / 6, 6);
    expect(found.localFocus3).toBe(0);
    expect(found.headDiversity).toBe(0);
  });

  it('of two heads that differ', () => {
    // Rows 1..2 agree on nothing: |a − b| / 2 is the population deviation of two values.
    const { headDiversity } = indicators([1, 0, 1, 0, 1, 0, 0, 1], 2, 2);
    expect(headDiversity).toBeCloseTo((2 / 6) * (0.5 + 0.5), 6);
  });

  it('of a single position', () => {
    expect(indicators([1], 1, 1)).toMatchObject({
      entropyNormalised: 0,
      concentrationNormalised: 0,
      sink: 1,
    });
  });
});

describe('score summary', () => {
  it('leaves the future out', () => {
    const summary = scoreSummary([1, 99, -3, 5], 1, 2, 4);
    expect(summary).toMatchObject({
      min: -3,
      max: 5,
      median: 1,
      lowerQuartile: -1,
      upperQuartile: 3,
      largest: 5,
    });
    expect(summary.histogram).toEqual([1, 0, 1, 1]);
  });

  it('counts magnitudes in halves of decades, the same whatever the scores', () => {
    const scores = [-0.5, 0, 20, -2e9, 0, 3, 1e-9, 0, 200];
    const { magnitudes, magnitudeQuartiles } = scoreSummary(
      [...scores.slice(0, 1), 9, 9, ...scores.slice(2, 4), 9, ...scores.slice(6)],
      1,
      3,
    );
    // Row by row up to the diagonal: −0.5; 20, −2e9; 1e−9, 0, 200.
    expect(magnitudes).toHaveLength(24);
    const filled = (magnitudes ?? []).flatMap((count, bin) => (count > 0 ? [[bin, count]] : []));
    // 10⁻⁴ and less, 0.5 in 10^−0.5 to 1, 20 in 10 to 10^1.5, 200 in 100 to 10^2.5, and all from 10^7.5 on.
    expect(filled).toEqual([
      [0, 2],
      [7, 1],
      [10, 1],
      [12, 1],
      [23, 1],
    ]);
    expect(magnitudeQuartiles?.[1]).toBeCloseTo((0.5 + 20) / 2, 5);
  });

  it('of scores that ran away counts them as the largest', () => {
    const { magnitudes } = scoreSummary([Number.POSITIVE_INFINITY, 0, Number.NaN, -1], 1, 2);
    expect([magnitudes?.[8], magnitudes?.[23]]).toEqual([1, 2]);
  });

  it('of equal scores has one full bin', () => {
    expect(scoreSummary([2, 0, 2, 2], 1, 2, 3).histogram).toEqual([3, 0, 0]);
  });
});
