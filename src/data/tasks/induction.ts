// Induction: a random pattern over and over, after the induction heads of Olsson et al. (arXiv 2209.11895).

import { distinct, letters, Sequence } from './draw';
import { earlier, keysBy } from './rightKeys';
import { defineTask } from './task';

/** A pattern has no token twice and between half of `longest` and `longest` tokens, so no single distance is right. */
export const induction = defineTask({
  id: 'induction',
  linkCode: 2,
  name: 'Induction',
  isolates:
    'Calls for weights that depend on the sequence where patterns are long: what follows is what followed the same token before, however far back. For short patterns a few fixed distances may do.',
  knobs: {
    longest: {
      linkCode: 1,
      name: 'Longest pattern',
      help: 'Tokens; the shortest has half of them',
      values: [4, 8, 16, 32],
      default: 8,
    },
    symbols: {
      linkCode: 2,
      name: 'Symbols',
      help: 'A pattern is made of them',
      values: [32, 64, 128],
      default: 32,
    },
  },
  tokens: ({ symbols }) => letters(symbols),
  smallestContext: ({ longest }) => longest + 1,
  chance: ({ symbols }) => 1 / (symbols - 1),
  sample(random, context, { longest, symbols }) {
    const shortest = longest / 2;
    const length = shortest + random.int(longest - shortest + 1);
    const pattern = distinct(random, length, symbols);
    const sequence = new Sequence(context);
    for (let t = 0; !sequence.full; t++) {
      const next = pattern[(t + 1) % length] as number;
      // Until a token comes for the second time, nothing says what follows it.
      sequence.push(pattern[t % length] as number, t < length ? -1 : next);
    }
    return sequence.done();
  },
  /** What followed the same token before. */
  rightKeys: (tokens) => keysBy(tokens, (t) => earlier(tokens, t).map((at) => at + 1)),
});
