import { describe, expect, test } from 'vitest';
import { type Batch, BatchSampler, evaluationWindows } from '../../src/data/batches';
import { Random } from '../../src/data/random';
import { splitTokens } from '../../src/data/split';

/** Tokens whose value is their position, so that a window shows where it was cut. */
const positions = (length: number) => Int32Array.from({ length }, (_, index) => index);

/** The first position of each window, after checking that windows and targets are consecutive. */
function startsOf({ inputs, targets, rows }: Batch, context: number): number[] {
  expect(inputs).toHaveLength(rows * context);
  expect(targets).toHaveLength(rows * context);
  return Array.from({ length: rows }, (_, row) => {
    const start = inputs[row * context]!;
    for (let t = 0; t < context; t++) {
      expect(inputs[row * context + t]).toBe(start + t);
      expect(targets[row * context + t]).toBe(start + t + 1);
    }
    return start;
  });
}

describe('BatchSampler', () => {
  test('cuts windows with the next token as target, from the first position to the last', () => {
    const sampler = new BatchSampler(positions(20), 8, 50, new Random(1));
    const starts = Array.from({ length: 10 }, () => startsOf(sampler.next(), 8)).flat();
    expect(Math.min(...starts)).toBe(0);
    expect(Math.max(...starts)).toBe(11);
    expect(new Set(starts).size).toBe(12);
  });

  test('the same seed gives the same batches, one after the other different', () => {
    const first = new BatchSampler(positions(1000), 8, 4, new Random(1));
    const second = new BatchSampler(positions(1000), 8, 4, new Random(1));
    const batch = first.next();
    expect(second.next()).toEqual(batch);
    expect(first.next()).not.toEqual(batch);
  });

  test('context + 1 tokens are just enough', () => {
    const sampler = new BatchSampler(positions(9), 8, 3, new Random(1));
    expect(startsOf(sampler.next(), 8)).toEqual([0, 0, 0]);
    expect(() => new BatchSampler(positions(8), 8, 3, new Random(1))).toThrow('9 tokens');
  });
});

describe('evaluationWindows', () => {
  test('are evenly spaced from the first token to the last', () => {
    const starts = startsOf(evaluationWindows(positions(101), 10, 4), 10);
    expect(starts).toEqual([0, 30, 60, 90]);
  });

  test('never overlap: fewer come back where more do not fit', () => {
    const starts = startsOf(evaluationWindows(positions(36), 10, 64), 10);
    expect(starts).toHaveLength(3);
    starts.slice(1).forEach((start, i) => {
      expect(start - starts[i]!).toBeGreaterThanOrEqual(10);
    });
  });

  test('one window is the first, and one always comes', () => {
    expect(startsOf(evaluationWindows(positions(50), 10, 1), 10)).toEqual([0]);
    expect(startsOf(evaluationWindows(positions(11), 10, 5), 10)).toEqual([0]);
    expect(() => evaluationWindows(positions(10), 10, 1)).toThrow(RangeError);
  });
});

describe('splitTokens', () => {
  const parts = (length: number, context: number) => {
    const split = splitTokens(positions(length), context);
    if (!split.ok) throw new Error(split.message);
    return split;
  };

  test('holds out the last tenth, by position', () => {
    const { train, validation } = parts(1000, 8);
    expect([...train]).toEqual([...positions(900)]);
    expect(validation[0]).toBe(900);
    expect(validation).toHaveLength(100);
  });

  test('holds out one window of a short text, even where that is more than a tenth', () => {
    const { train, validation } = parts(50, 16);
    expect(validation).toHaveLength(17);
    expect(train).toHaveLength(33);
  });

  test('the shortest text that works has one window on each side', () => {
    const { train, validation } = parts(34, 16);
    expect([train.length, validation.length]).toEqual([17, 17]);
    const split = splitTokens(positions(33), 16);
    expect(split).toMatchObject({ ok: false, message: expect.stringMatching(/33 tokens.*at least 34/) });
  });
});
