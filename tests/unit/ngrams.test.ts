// Unigram and bigram counts of a tiny text, worked out by hand.
import { describe, expect, test } from 'vitest';
import { baselines, bigramOn, NgramCounts } from '../../src/measure/evals/ngrams';

// a b a a c a b, with a = 0, b = 1, c = 2; d = 3 never stands. Pairs: ab 2, ba 1, aa 1, ac 1, ca 1; one is not asked for.
const counts = new NgramCounts(
  { inputs: Int32Array.of(0, 1, 0, 0, 2, 0, 3), targets: Int32Array.of(1, 0, 0, 2, 0, 1, -1) },
  4,
);

describe('counts', () => {
  test('unigram: add one, (c + 1) / (6 + 4)', () => {
    expect([0, 1, 2, 3].map((w) => counts.unigram(w))).toEqual([4 / 10, 3 / 10, 2 / 10, 1 / 10]);
  });

  test('bigram: Witten and Bell, (c(v w) + T p(w)) / (c(v) + T)', () => {
    // After a: 4 pairs of 3 kinds.
    const afterA = [
      (1 + (3 * 4) / 10) / 7,
      (2 + (3 * 3) / 10) / 7,
      (1 + (3 * 2) / 10) / 7,
      (0 + (3 * 1) / 10) / 7,
    ];
    afterA.forEach((p, w) => {
      expect(counts.bigram(0, w)).toBeCloseTo(p, 12);
    });
    // After b: 1 pair of 1 kind.
    expect(counts.bigram(1, 0)).toBeCloseTo((1 + 4 / 10) / 2, 12);
    // Never followed: the unigram.
    expect(counts.bigram(3, 1)).toBe(3 / 10);
  });

  test('probabilities sum to one', () => {
    for (const v of [0, 1, 2, 3]) {
      expect([0, 1, 2, 3].reduce((sum, w) => sum + counts.bigram(v, w), 0)).toBeCloseTo(1, 12);
    }
  });

  test('the likeliest is the argmax of the probabilities', () => {
    for (const v of [0, 1, 2, 3]) {
      const all = [0, 1, 2, 3].map((w) => counts.bigram(v, w));
      expect(counts.likeliestAfter(v)).toBe(all.indexOf(Math.max(...all)));
    }
    expect(counts.likeliest()).toBe(0);
  });
});

test('as models they score the targets asked for and no others', async () => {
  const [unigram, bigram] = baselines.map((b) => b.model(counts, { context: 2, rows: 2 }));
  const inputs = Int32Array.of(0, 1, 2, 0);
  const targets = Int32Array.of(1, 0, -1, 2);
  const one = await unigram!.score(inputs, targets, { skip: false });
  expect(Array.from(one.logProbs)).toEqual([Math.log(3 / 10), Math.log(4 / 10), 0, Math.log(2 / 10)]);
  expect(Array.from(one.likeliest)).toEqual([0, 1, 0, 0]);
  const two = await bigram!.score(inputs, targets, { skip: false });
  expect(two.logProbs[0]).toBeCloseTo(Math.log((2 + 9 / 10) / 7), 12);
  expect(Array.from(two.likeliest)).toEqual([1, 1, 0, 0]);
});

test('on held-out sequences the bigram’s loss is the mean over what is due, and its accuracy is counted where it is wanted', () => {
  const heldOut = { inputs: Int32Array.of(0, 1, 2, 0), targets: Int32Array.of(1, 0, -1, 2) };
  const { loss, accuracy } = bigramOn(counts, heldOut, true);
  const probabilities = [counts.bigram(0, 1), counts.bigram(1, 0), counts.bigram(0, 2)];
  expect(loss).toBeCloseTo(-probabilities.reduce((sum, p) => sum + Math.log(p), 0) / 3, 12);
  expect(accuracy).toBeCloseTo(2 / 3, 12);
  expect(bigramOn(counts, heldOut, false)).toEqual({ loss, accuracy: null });
});
