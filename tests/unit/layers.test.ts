import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { layerJson, layerOf, layerSchema, layerSchemaOf } from '../../src/attention/layers';
import { firstKey, maskFor, sees, windowMask } from '../../src/attention/masks';
import { variants } from '../../src/attention/variants';

/** A variant with an option that only this test has. */
const withOption = {
  id: 'spread',
  options: {
    spread: {
      name: 'Spread',
      summary: 'How far apart.',
      linkCode: 1,
      schema: z.int('Give a whole number from 1 to 9.').min(1).max(9),
      default: 3,
      choices: () => [],
    },
  },
};
const schema = layerSchemaOf([{ id: 'plain', options: {} }, withOption]);

describe('a layer', () => {
  it('may be a bare id', () => {
    expect(schema.parse('plain')).toEqual({ variant: 'plain' });
    for (const { id } of variants) expect(layerSchema.parse(id)).toEqual(layerOf(id));
  });

  it('takes what is left out of its options from their defaults', () => {
    expect(schema.parse('spread')).toEqual({ variant: 'spread', spread: 3 });
    expect(schema.parse({ variant: 'spread', spread: 7 })).toEqual({ variant: 'spread', spread: 7 });
  });

  it.each([
    ['another variant', 'squared', /Name a variant of attention: plain, spread/],
    ['an option it does not have', { variant: 'plain', spread: 3 }, /spread/],
    [
      'an option that is no whole number',
      { variant: 'spread', spread: 1.5 },
      /Give a whole number from 1 to 9/,
    ],
    ['an option out of bounds', { variant: 'spread', spread: 10 }, /9/],
  ])('refuses %s with a sentence', (_what, value, sentence) => {
    const result = schema.safeParse(value);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toMatch(sentence);
  });

  it('is written as a bare id where it has no options', () => {
    for (const { id, options } of variants) {
      const written = layerJson(layerOf(id));
      expect(typeof written).toBe(Object.keys(options).length > 0 ? 'object' : 'string');
      expect(layerSchema.parse(JSON.parse(JSON.stringify(written)))).toEqual(layerOf(id));
    }
  });
});

describe('a mask', () => {
  it('lets a query see the last `width` keys up to its own', () => {
    const mask = windowMask(3);
    const seen = (i: number) => Array.from({ length: 8 }, (_, j) => j).filter((j) => sees(mask, i, j));
    expect(seen(0)).toEqual([0]);
    expect(seen(1)).toEqual([0, 1]);
    expect(seen(5)).toEqual([3, 4, 5]);
    expect(firstKey(mask, 5)).toBe(3);
  });

  it('is causal where it hides nothing', () => {
    expect(maskFor(windowMask(8), 8).width).toBe(Number.POSITIVE_INFINITY);
    expect(maskFor(windowMask(7), 8).width).toBe(7);
  });
});
