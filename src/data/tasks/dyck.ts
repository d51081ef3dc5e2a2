// Dyck brackets: which bracket closes the innermost one that is still open.

import { Sequence } from './draw';
import { keysBy } from './rightKeys';
import { defineTask } from './task';

const brackets = ['()', '[]', '{}', '<>'];

/**
 * Brackets of `kinds` kinds, never more than `depth` open. The answer is due after a closing bracket, while something is
 * open: after an opening one it would be that one's own. Kind k opens with token 2k and closes with 2k + 1.
 */
export const dyck = defineTask({
  id: 'dyck',
  linkCode: 5,
  name: 'Dyck brackets',
  isolates:
    'Calls for mixing and order: the bracket that is still open may stand anywhere, and all that was closed since must be passed over. At small depths a fixed map gets far.',
  knobs: {
    kinds: { linkCode: 1, name: 'Kinds', help: 'Of brackets', values: [2, 3, 4], default: 4 },
    depth: {
      linkCode: 2,
      name: 'Depth',
      help: 'Most brackets open at once',
      values: [2, 3, 4, 6],
      default: 4,
    },
  },
  tokens: ({ kinds }) => brackets.slice(0, kinds).flatMap((pair) => [...pair]),
  smallestContext: ({ depth }) => depth + 1,
  chance: ({ kinds }) => 1 / kinds,
  sample(random, context, { kinds, depth }) {
    const sequence = new Sequence(context);
    const open: number[] = [];
    for (let t = 0; t < context; t++) {
      // With two open from the start, the first bracket that closes leaves one to be asked for.
      const opens = t < 2 || open.length === 0 || (open.length < depth && random.int(2) === 0);
      if (opens) {
        const kind = random.int(kinds);
        open.push(kind);
        sequence.push(2 * kind);
      } else {
        const kind = open.pop() as number;
        const innermost = open.at(-1);
        sequence.push(2 * kind + 1, innermost === undefined ? -1 : 2 * innermost + 1);
      }
    }
    return sequence.done();
  },
  /** The innermost bracket that is still open. */
  rightKeys: (tokens) => {
    const open: number[] = [];
    return keysBy(tokens, (t) => {
      const closes = (tokens[t] as number) % 2 === 1;
      if (closes) open.pop();
      else open.push(t);
      return closes ? open.slice(-1) : [];
    });
  },
});
