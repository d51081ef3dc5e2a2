// Copy after a gap: some tokens, a gap of a length that varies, a sign, and the same tokens again.

import { draws, letters, pushAnswers, Sequence } from './draw';
import { keysBy } from './rightKeys';
import { defineTask } from './task';

/** Rounds of copying follow one another until the sequence is full; blank and sign are the last two tokens. */
export const copyAfterGap = defineTask({
  id: 'copyAfterGap',
  linkCode: 3,
  name: 'Copy after a gap',
  isolates:
    'Calls for weights that depend on the sequence and on order: where to copy from changes with the length of each gap, and only the sign says that it is time.',
  knobs: {
    length: { linkCode: 1, name: 'Length', help: 'Tokens to copy', values: [2, 4, 8, 16], default: 4 },
    gap: {
      linkCode: 2,
      name: 'Longest gap',
      help: 'Blanks; the shortest is one',
      values: [2, 4, 8, 16, 32],
      default: 8,
    },
    symbols: { linkCode: 3, name: 'Symbols', help: 'To copy', values: [4, 8, 16, 32], default: 8 },
  },
  tokens: ({ symbols }) => [...letters(symbols), '·', '→'],
  smallestContext: ({ length, gap }) => 2 * length + gap,
  chance: ({ symbols }) => 1 / symbols,
  sample(random, context, { length, gap, symbols }) {
    const sequence = new Sequence(context);
    while (!sequence.full) {
      const block = draws(random, length, symbols);
      for (const token of block) sequence.push(token);
      for (let blanks = 1 + random.int(gap); blanks > 0; blanks--) sequence.push(symbols);
      pushAnswers(sequence, symbols + 1, block);
      sequence.push(block[length - 1] as number);
    }
    return sequence.done();
  },
  /** The place in the block before the gap. */
  rightKeys: (tokens, { length, symbols }) =>
    keysBy(tokens, (t) => {
      const sign = tokens.lastIndexOf(symbols + 1, t);
      let end = sign;
      while (tokens[end - 1] === symbols) end--;
      const start = end - length;
      const isDue = sign >= 0 && t - sign < length && end < sign && start >= 0;
      return isDue ? [start + t - sign] : [];
    }),
});
