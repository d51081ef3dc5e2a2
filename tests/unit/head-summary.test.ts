// Mean, maximum and spread over heads, where they are known: even, one-hot and identity maps.
import { expect, it } from 'vitest';
import { summariseHeads } from '../../src/measure/headSummary';

const T = 5;
const mapOf = (weight: (i: number, j: number) => number) =>
  Array.from({ length: T * T }, (_, at) => {
    const [i, j] = [Math.floor(at / T), at % T];
    return j <= i ? weight(i, j) : 0;
  });
const even = mapOf((i) => 1 / (i + 1));
const first = mapOf((_, j) => Number(j === 0));
const identity = mapOf((i, j) => Number(i === j));
const over = (maps: number[][], id: Parameters<typeof summariseHeads>[3]) =>
  Array.from(summariseHeads(Float32Array.from(maps.flat()), maps.length, T, id));
const near = (found: number[], wanted: number[]) => {
  expect(found).toHaveLength(wanted.length);
  for (const [at, value] of wanted.entries()) expect(found[at]).toBeCloseTo(value, 6);
};

it('is the map itself, without spread, where all heads are alike', () => {
  for (const map of [even, first, identity]) {
    near(over([map, map, map], 'mean'), map);
    near(over([map, map, map], 'maximum'), map);
    near(
      over([map, map, map], 'spread'),
      map.map(() => 0),
    );
  }
});

it('has half of each of two one-hot maps as mean, and a spread of one half where they differ', () => {
  near(
    over([first, identity], 'mean'),
    first.map((a, at) => (a + (identity[at] as number)) / 2),
  );
  near(
    over([first, identity], 'maximum'),
    first.map((a, at) => Math.max(a, identity[at] as number)),
  );
  // The first query has itself alone in both.
  near(
    over([first, identity], 'spread'),
    first.map((a, at) => (a === identity[at] ? 0 : 1 / 2)),
  );
});

it('divides by the number of heads, not by one less', () => {
  // In the last row the weights of the first key are 1/5, 1 and 0: mean 2/5, squares 1/25 + 9/25 + 4/25.
  expect(over([even, first, identity], 'spread')[(T - 1) * T]).toBeCloseTo(Math.sqrt(14 / 75), 6);
});
