// Look back: the token a fixed number of positions ago.

import { draws, letters, Sequence } from './draw';
import { keysBy } from './rightKeys';
import { defineTask } from './task';

export const lookBack = defineTask({
  id: 'lookBack',
  linkCode: 6,
  name: 'Look back',
  isolates:
    'Calls for mixing by position, but not by content: one map fits every sequence, while the bag of the tokens says nothing.',
  knobs: {
    distance: { linkCode: 1, name: 'Distance', help: 'Positions back', values: [1, 2, 4, 8, 16], default: 4 },
    symbols: { linkCode: 2, name: 'Symbols', help: 'All as likely', values: [4, 8, 16, 32], default: 16 },
  },
  tokens: ({ symbols }) => letters(symbols),
  smallestContext: ({ distance }) => distance + 1,
  chance: ({ symbols }) => 1 / symbols,
  sample(random, context, { distance, symbols }) {
    const tokens = draws(random, context, symbols);
    const sequence = new Sequence(context);
    tokens.forEach((token, t) => {
      sequence.push(token, t < distance ? -1 : (tokens[t - distance] as number));
    });
    return sequence.done();
  },
  rightKeys: (tokens, { distance }) => keysBy(tokens, (t) => [t - distance], distance),
});
