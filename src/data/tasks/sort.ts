// Sort: some numbers, a sign, and the same numbers again from the smallest to the largest.

import { distinct, numbers, pushAnswers, Sequence } from './draw';
import { givenBefore, keysBy } from './rightKeys';
import { defineTask } from './task';

/** No number comes twice; blank and sign are the last two tokens. */
export const sort = defineTask({
  id: 'sort',
  linkCode: 8,
  name: 'Sort',
  isolates:
    'Calls for mixing, but not order: the bag of the numbers is enough, since what follows is the smallest of them above the current one.',
  knobs: {
    count: { linkCode: 1, name: 'Numbers', help: 'To sort', values: [2, 4, 8, 16], default: 8 },
    range: { linkCode: 2, name: 'Range', help: 'Numbers below this', values: [32, 64, 128], default: 64 },
  },
  tokens: ({ range }) => [...numbers(range), '·', '→'],
  smallestContext: ({ count }) => 2 * count,
  // Always the next number up: count / range at the sign, and in the mean the same after it.
  chance: ({ count, range }) => count / range,
  sample(random, context, { count, range }) {
    const sequence = new Sequence(context);
    const given = distinct(random, count, range);
    for (let blanks = context - 2 * count; blanks > 0; blanks--) sequence.push(range);
    for (const number of given) sequence.push(number);
    pushAnswers(
      sequence,
      range + 1,
      given.toSorted((a, b) => a - b),
    );
    return sequence.done();
  },
  /** The number whose turn it is. */
  rightKeys: (tokens, { range }) => {
    const { sign, places } = givenBefore(tokens, range);
    const sorted = places.toSorted((a, b) => (tokens[a] as number) - (tokens[b] as number));
    return keysBy(tokens, (t) => sorted.slice(t - sign, t - sign + 1), sign);
  },
});
