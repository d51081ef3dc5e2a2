// Associative recall with several queries, after MQAR in Arora et al., "Zoology" (arXiv 2312.04927).

import { distinct, draws, letters, numbers, Sequence } from './draw';
import { earlier, keysBy } from './rightKeys';
import { defineTask } from './task';

/** Keys there are for each key in a sequence. */
const spare = 2;

/**
 * One pair after another, drawn with replacement; keys come first among the tokens, then values. Without hints a model
 * may guess among the values it has seen for thousands of steps: to find a value by its key it must first have learned
 * to tie the two together, which pays only once both are learned.
 */
export const recall = defineTask({
  id: 'recall',
  linkCode: 1,
  name: 'Associative recall',
  isolates:
    'Calls for weights that depend on the sequence: each key’s value is new in every sequence, so a key that comes again must find where it stood before.',
  knobs: {
    pairs: {
      linkCode: 1,
      name: 'Pairs',
      help: 'Keys with a value to remember',
      values: [2, 4, 8, 16],
      default: 4,
    },
    values: {
      linkCode: 2,
      name: 'Values',
      help: 'A key may have any of them',
      values: [2, 4, 8, 16, 32],
      default: 8,
    },
    hints: {
      linkCode: 3,
      name: 'Hints',
      help: 'Extra hints in training: also predict the key from its value. Never part of the score.',
      values: [0, 1],
      default: 1,
    },
  },
  tokens: ({ pairs, values }) => [...letters(spare * pairs), ...numbers(values)],
  smallestContext: ({ pairs }) => 2 * pairs + 1,
  chance: ({ values }) => 1 / values,
  sample(random, context, { pairs, values, hints }) {
    const sequence = new Sequence(context);
    const keys = distinct(random, pairs, spare * pairs);
    const valueAt = draws(random, pairs, values).map((value) => spare * pairs + value);
    const seen = new Set<number>();
    while (!sequence.full) {
      const i = random.int(pairs);
      const value = valueAt[i] as number;
      // The first time, nothing says which value it has.
      sequence.push(keys[i] as number, seen.has(i) ? value : -1);
      sequence.push(value, -1, hints === 1 ? keys[i] : -1);
      seen.add(i);
    }
    return sequence.done();
  },
  /** The values that stood after the same key before. */
  rightKeys: (tokens, { pairs }) =>
    keysBy(tokens, (t) => {
      const isKey = (at: number) => (tokens[at] as number) < spare * pairs;
      const before = isKey(t) ? earlier(tokens, t) : [];
      return before.map((at) => at + 1).filter((at) => at < t && !isKey(at));
    }),
});
