// Scores of heads on maps whose scores are known, and on random ones against a second computation.
import { mean, range } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import { headScores, type ScoredSequence, scoreHeads } from '../../src/measure/heads';
import { repeatedTokens } from '../../src/measure/heads/repeatedTokens';
import { indicators } from '../../src/measure/indicators';
import { seed } from '../support/seed';

type Map = Float32Array;
/** A map whose row i has its weight where `at` says. */
const mapOf = (T: number, at: (i: number, j: number) => number): Map =>
  Float32Array.from({ length: T * T }, (_, c) => at(Math.floor(c / T), c % T));
const oneHot = (T: number, key: (i: number) => number) =>
  mapOf(T, (i, j) => (j === Math.max(0, key(i)) ? 1 : 0));
const uniform = (T: number) => mapOf(T, (i, j) => (j <= i ? 1 / (i + 1) : 0));
const identity = (T: number) => oneHot(T, (i) => i);

const n = 4;
const T = 2 * n;
const repeated: ScoredSequence = { tokens: Int32Array.of(7, 1, 5, 2, 7, 1, 5, 2), rightKeys: null };
/** Asks at 3 for key 1, and at 6 for 0 or 2. */
const asked: ScoredSequence = {
  tokens: Int32Array.from(range(T)),
  rightKeys: range(T).map((i) => ({ 3: [1], 6: [0, 2] })[i] ?? null),
};

function score(id: string, map: Map): number | null {
  const found = headScores.find((one) => one.id === id)!;
  return found.of(map, found.on === 'repeated' ? repeated : asked);
}

/** By score: what the uniform map, the identity and the head that does just this one thing come to. */
const known: Record<string, { uniform: number; identity: number; itself: Map }> = {
  truth: {
    uniform: (1 / 4 + 2 / 7) / 2,
    identity: 0,
    itself: mapOf(T, (i, j) => {
      if (i === 6) return j === 0 ? 0.25 : j === 2 ? 0.75 : 0;
      return j === (i === 3 ? 1 : i) ? 1 : 0;
    }),
  },
  induction: {
    uniform: mean(range(n, T).map((i) => 1 / (i + 1))),
    identity: 0,
    itself: oneHot(T, (i) => i - n + 1),
  },
  duplicateToken: {
    uniform: mean(range(n, T).map((i) => 1 / (i + 1))),
    identity: 0,
    itself: oneHot(T, (i) => i - n),
  },
  previousToken: {
    uniform: mean(range(1, T).map((i) => 1 / (i + 1))),
    identity: 0,
    itself: oneHot(T, (i) => i - 1),
  },
  sink: { uniform: mean(range(T).map((i) => 1 / (i + 1))), identity: 1 / T, itself: oneHot(T, () => 0) },
};

describe.each(headScores.map(({ id }) => id))('%s', (id) => {
  it('of the uniform map, the identity, and the head that does it', () => {
    expect(score(id, uniform(T))).toBeCloseTo(known[id]!.uniform, 6);
    expect(score(id, identity(T))).toBeCloseTo(known[id]!.identity, 6);
    expect(score(id, known[id]!.itself)).toBeCloseTo(1, 6);
    // The first rows of some do what another does throughout.
    for (const other of Object.keys(known))
      if (other !== id) expect(score(id, known[other]!.itself), other).toBeLessThan(0.7);
  });
});

/** A random map whose visible weights sum to 1 in each row. */
function randomMap(random: Random): Map {
  const raw = mapOf(T, (i, j) => (j <= i ? random.next() : 0));
  return mapOf(T, (i, j) => raw[i * T + j]! / raw.slice(i * T, (i + 1) * T).reduce((a, b) => a + b));
}

it('of random maps are what sums over the formulas give', () => {
  const random = new Random(seed);
  for (let trial = 0; trial < 20; trial++) {
    const A = randomMap(random);
    const at = (i: number, j: number) => A[(i - 1) * T + j - 1]!;
    const queries = range(n + 1, T + 1);
    expect(score('induction', A)).toBeCloseTo(mean(queries.map((i) => at(i, i - n + 1))), 5);
    expect(score('duplicateToken', A)).toBeCloseTo(mean(queries.map((i) => at(i, i - n))), 5);
    expect(score('previousToken', A)).toBeCloseTo(mean(range(2, T + 1).map((i) => at(i, i - 1))), 5);
    expect(score('sink', A)).toBeCloseTo(mean(range(1, T + 1).map((i) => at(i, 1))), 5);
    expect(score('truth', A)).toBeCloseTo((at(4, 2) + at(7, 1) + at(7, 3)) / 2, 5);
    const B = randomMap(random);
    const both = Float32Array.from([...A, ...B]);
    const found = scoreHeads({ probe: { maps: both, sequence: asked }, repeated: null }, 2);
    expect(Object.keys(found)).toEqual(['truth', 'previousToken', 'sink']);
    expect(found.sink).toEqual([score('sink', A), score('sink', B)]);
    // The layer's indicator is the mean of its heads.
    expect(mean(found.sink!)).toBeCloseTo(indicators(both, 2, T).sink, 6);
  }
});

it('are left out where a sequence asks nothing', () => {
  const one = { maps: Float32Array.of(1), sequence: { tokens: Int32Array.of(3), rightKeys: [null] } };
  expect(scoreHeads({ probe: one, repeated: null }, 1)).toEqual({ sink: [1] });
});

it('say what they are', () => {
  expect(new Set(headScores.map(({ id }) => id)).size).toBe(headScores.length);
  for (const { definition, source, tex } of headScores) {
    expect(definition).toMatch(/^[A-Z].*\.$/);
    expect(source).toMatch(/arXiv \d{4}\.\d{5}|own/);
    expect(tex).toContain('A_{i');
  }
});

describe('repeated tokens', () => {
  it('come twice, no two alike, and the same from one seed', () => {
    for (const [vocab, context, copies] of [
      [100, 64, 25],
      [100, 17, 8],
      [5, 64, 5],
    ] as const) {
      const tokens = Array.from(repeatedTokens(new Random(seed), vocab, context)!);
      expect(tokens).toHaveLength(2 * copies);
      expect(tokens.slice(copies)).toEqual(tokens.slice(0, copies));
      expect(new Set(tokens).size).toBe(copies);
      expect(Math.max(...tokens)).toBeLessThan(vocab);
      expect(Array.from(repeatedTokens(new Random(seed), vocab, context)!)).toEqual(tokens);
    }
  });

  it('are none where not two fit twice', () => {
    expect(repeatedTokens(new Random(1), 100, 3)).toBeNull();
    expect(repeatedTokens(new Random(1), 1, 100)).toBeNull();
  });
});
