import { describe, expect, it } from 'vitest';
import { cutName, nameParts } from '../../src/format/runName';

describe('the name of a run', () => {
  it.each([
    ['Standard attention in each layer but MLP, 1', ', 1'],
    ['Standard attention in each layer but MLP, 2, 3 seeds', ', 2, 3 seeds'],
    ['All standard, from step 1,200', ', from step 1,200'],
    ['All standard, from step 1,200 (2)', ', from step 1,200 (2)'],
    ['All standard copy 2', ' copy 2'],
    ['每层标准注意力，2，3 个种子', '，2，3 个种子'],
    ['One', ''],
  ])('of %s keeps its end', (name, end) => {
    expect(nameParts(name)).toEqual({ start: name.slice(0, name.length - end.length), end });
  });

  it('is cut in its middle, and not where it fits', () => {
    const [one, two] = [1, 2].map((n) => cutName(`Standard attention in each layer but MLP, ${n}`, 24));
    expect(one).toBe('Standard attention i…, 1');
    expect(two).toBe('Standard attention i…, 2');
    expect(cutName('One', 3)).toBe('One');
  });
});
