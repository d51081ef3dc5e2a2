// Selective copy: tokens scattered among blanks are to be given again without the blanks, after Gu and Dao, "Mamba" (arXiv 2312.00752).

import { distinct, draws, letters, pushAnswers, Sequence } from './draw';
import { givenBefore, keysBy } from './rightKeys';
import { defineTask } from './task';

/** Blank and sign are the last two tokens. */
export const selectiveCopy = defineTask({
  id: 'selectiveCopy',
  linkCode: 4,
  name: 'Selective copy',
  isolates:
    'Calls for weights that depend on the sequence: which positions hold something to copy is new every time, and the blanks between must be passed over.',
  knobs: {
    items: { linkCode: 1, name: 'Items', help: 'Tokens to copy in order', values: [2, 4, 8, 16], default: 4 },
    symbols: { linkCode: 2, name: 'Symbols', help: 'To copy', values: [4, 8, 16, 32], default: 8 },
  },
  tokens: ({ symbols }) => [...letters(symbols), '·', '→'],
  // At least as many blanks as items.
  smallestContext: ({ items }) => 3 * items,
  chance: ({ symbols }) => 1 / symbols,
  sample(random, context, { items, symbols }) {
    const sequence = new Sequence(context);
    const answers = draws(random, items, symbols);
    const span = context - items;
    const places = distinct(random, items, span).sort((a, b) => a - b);
    for (let t = 0, next = 0; t < span; t++)
      sequence.push(t === places[next] ? (answers[next++] as number) : symbols);
    pushAnswers(sequence, symbols + 1, answers);
    return sequence.done();
  },
  /** The item whose turn it is. */
  rightKeys: (tokens, { symbols }) => {
    const { sign, places } = givenBefore(tokens, symbols);
    return keysBy(tokens, (t) => places.slice(t - sign, t - sign + 1), sign);
  },
});
