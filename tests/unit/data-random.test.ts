import { expect, test } from 'vitest';
import { Random } from '../../src/data/random';

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

/** sfc32 written a second time, with BigInt arithmetic modulo 2^32. */
function referenceWords(seed: bigint, count: number): number[] {
  const mask = 0xffffffffn;
  const splitmix = (state: bigint) => {
    let z = (state + 0x9e3779b9n) & mask;
    z = ((z ^ (z >> 16n)) * 0x21f0aaadn) & mask;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & mask;
    return z ^ (z >> 15n);
  };
  let a = splitmix(seed);
  let b = splitmix(a);
  let c = splitmix(b);
  let counter = 1n;
  const words: number[] = [];
  for (let i = 0; i < 12 + count; i++) {
    const sum = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = ((((c << 21n) & mask) | (c >> 11n)) + sum) & mask;
    words.push(Number(sum));
  }
  return words.slice(12);
}

test.each([0, 1, 42, 0xffffffff])('seed %i gives the documented sfc32 stream', (seed) => {
  const expected = referenceWords(BigInt(seed), 200).map((word) => word / 2 ** 32);
  expect(draw(new Random(seed), 200)).toEqual(expected);
});

test('two seeds give two streams', () => {
  expect(draw(new Random(1), 4)).not.toEqual(draw(new Random(2), 4));
});

test('next is uniform in [0, 1)', () => {
  const values = draw(new Random(7), 20_000);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  const tenths = new Array<number>(10).fill(0);
  for (const value of values) tenths[Math.floor(value * 10)]! += 1;
  // Standard deviation of a count is 42; five of them either way.
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(212);
});

test('int reaches both ends and nothing beyond', () => {
  const random = new Random(3);
  const seen = new Set(Array.from({ length: 500 }, () => random.int(6)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(random.int(1)).toBe(0);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 33])('int refuses %d', (n) => {
  expect(() => new Random(1).int(n)).toThrow(RangeError);
});

test('normal has mean 0, variance 1 and the tails of a normal distribution', () => {
  const random = new Random(11);
  const values = Array.from({ length: 40_000 }, () => random.normal());
  const mean = values.reduce((a, b) => a + b) / values.length;
  const moment = (power: number) => values.reduce((sum, v) => sum + (v - mean) ** power, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.025);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.04);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.3);
});

test('a fork depends on seed and label, not on what was drawn before', () => {
  const parent = new Random(5);
  const early = draw(parent.fork('init'), 5);
  draw(parent, 17);
  expect(draw(parent.fork('init'), 5)).toEqual(early);
  expect(draw(parent.fork('batches'), 5)).not.toEqual(early);
  expect(draw(new Random(6).fork('init'), 5)).not.toEqual(early);
  expect(draw(new Random(5), 5)).not.toEqual(early);
});

test('forking leaves the parent where it was', () => {
  const forked = new Random(5);
  forked.fork('init').next();
  expect(forked.next()).toBe(new Random(5).next());
});

test('a state that went through JSON continues the stream, and forks alike', () => {
  const random = new Random(9);
  draw(random, 100);
  const restored = Random.restore(JSON.parse(JSON.stringify(random.state())));
  expect(draw(restored, 50)).toEqual(draw(random, 50));
  expect(restored.fork('x').next()).toBe(random.fork('x').next());
});
