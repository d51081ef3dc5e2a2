// Modular addition: sums of a few numbers modulo one number, as in Power et al., "Grokking" (arXiv 2201.02177).

import { range, sum } from 'es-toolkit';
import { draws, numbers, Sequence } from './draw';
import { keysBy } from './rightKeys';
import { defineTask } from './task';

/** Sums follow one another until the sequence is full; the equals sign is the last token. */
export const modularAddition = defineTask({
  id: 'modularAddition',
  linkCode: 7,
  name: 'Modular addition',
  isolates:
    'Calls for mixing at fixed distances only: the numbers to add always stand just before the equals sign, and the sum itself is the feed-forward’s work.',
  knobs: {
    modulus: {
      linkCode: 1,
      name: 'Modulus',
      help: 'Sums start again at 0 here',
      values: [5, 7, 11, 23, 59],
      default: 7,
    },
    terms: { linkCode: 2, name: 'Terms', help: 'Numbers in a sum', values: [2, 3, 4], default: 2 },
  },
  tokens: ({ modulus }) => [...numbers(modulus), '='],
  smallestContext: ({ terms }) => terms + 1,
  chance: ({ modulus }) => 1 / modulus,
  sample(random, context, { modulus, terms }) {
    const sequence = new Sequence(context);
    while (!sequence.full) {
      const added = draws(random, terms, modulus);
      const total = sum(added) % modulus;
      for (const term of added) sequence.push(term);
      sequence.push(modulus, total);
      sequence.push(total);
    }
    return sequence.done();
  },
  /** All numbers of the sum. */
  rightKeys: (tokens, { modulus, terms }) =>
    keysBy(tokens, (t) => (tokens[t] === modulus ? range(t - terms, t) : []), terms),
});
