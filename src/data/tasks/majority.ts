// Majority: which symbol has come most often since the start.

import { letters, Sequence } from './draw';
import { defineTask } from './task';

/** The question mark is the last token. Where two symbols lead, the votes since the last question are drawn again. */
export const majority = defineTask({
  id: 'majority',
  linkCode: 9,
  name: 'Majority',
  isolates:
    'Calls for mixing and nothing more: the plain average over all tokens holds the counts, whatever the order and with the same weights for every sequence.',
  knobs: {
    symbols: { linkCode: 1, name: 'Symbols', help: 'To vote for', values: [2, 3, 4], default: 2 },
    every: { linkCode: 2, name: 'Votes', help: 'Before each question', values: [3, 7, 15], default: 7 },
    lead: {
      linkCode: 3,
      name: 'Lead',
      help: 'Percent of votes that go to a favourite of the sequence',
      values: [0, 20, 40],
      default: 20,
    },
  },
  tokens: ({ symbols }) => [...letters(symbols), '?'],
  smallestContext: ({ every }) => every + 1,
  chance: ({ symbols }) => 1 / symbols,
  sample(random, context, { symbols, every, lead }) {
    const sequence = new Sequence(context);
    const favourite = random.int(symbols);
    const vote = () => (random.int(100) < lead ? favourite : random.int(symbols));
    let counts = new Array<number>(symbols).fill(0);
    while (!sequence.full) {
      const { votes, after } = decidedVotes(vote, every, counts);
      counts = after;
      for (const symbol of votes) sequence.push(symbol);
      sequence.push(symbols, counts.indexOf(Math.max(...counts)));
    }
    return sequence.done();
  },
  // Every vote counts alike.
  rightKeys: null,
});

/** Votes after which one symbol leads, and the counts with them. */
function decidedVotes(vote: () => number, count: number, before: readonly number[]) {
  for (;;) {
    const votes = Array.from({ length: count }, vote);
    const after = before.map((n, symbol) => n + votes.filter((v) => v === symbol).length);
    const most = Math.max(...after);
    if (after.filter((n) => n === most).length === 1) return { votes, after };
  }
}
