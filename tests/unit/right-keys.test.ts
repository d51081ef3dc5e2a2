// Which keys of a sequence are the right ones: by hand for every task, and on drawn sequences against their answers.
import { sum } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import { chosenTask, taskChoice, tasks } from '../../src/data/tasks';
import { taskVocabulary } from '../../src/data/vocabulary';
import { seed } from '../support/seed';

interface Case {
  knobs?: Record<string, number>;
  text: string;
  /** By position; those that are left out have none. */
  keys: Record<number, number[]>;
}

/** Of every task, by id; null where no key is right. */
const byHand: Record<string, Case[] | null> = {
  recall: [
    { text: 'A 3 B 5 A 3 B 5 A 3', keys: { 4: [1], 6: [3], 8: [1, 5] } },
    // A person may ask for a key that has just come, or leave out its value.
    { text: 'A A 3 A', keys: { 3: [2] } },
  ],
  induction: [{ text: 'A B C A B C A', keys: { 3: [1], 4: [2], 5: [3], 6: [1, 4] } }],
  copyAfterGap: [
    {
      knobs: { length: 2, gap: 4, symbols: 4 },
      text: 'A B · · → A B C D · → C D',
      keys: { 4: [0], 5: [1], 10: [7], 11: [8] },
    },
    { knobs: { length: 4, gap: 4, symbols: 4 }, text: 'B · → B', keys: {} },
  ],
  selectiveCopy: [{ text: '· B · A · C D → B A C', keys: { 7: [1], 8: [3], 9: [5], 10: [6] } }],
  dyck: [{ text: '( [ ] { } ) ( < >', keys: { 2: [0], 4: [0], 8: [6] } }],
  lookBack: [{ knobs: { distance: 2, symbols: 4 }, text: 'A B A C', keys: { 2: [0], 3: [1] } }],
  modularAddition: [{ text: '3 5 = 1 6 6 = 5', keys: { 2: [0, 1], 6: [4, 5] } }],
  sort: [{ text: '· 9 4 31 → 4 9', keys: { 4: [2], 5: [1], 6: [3] } }],
  majority: null,
};

const knobsOf = (id: string, knobs: Record<string, number> = {}) => ({
  id,
  knobs: { ...taskChoice(id).knobs, ...knobs },
});

describe.each(tasks.map(({ id }) => id))('%s', (id) => {
  it('by hand', () => {
    const cases = byHand[id];
    if (cases === null) return expect(chosenTask(knobsOf(id)).rightKeys).toBeNull();
    for (const { knobs, text, keys } of cases!) {
      const task = chosenTask(knobsOf(id, knobs));
      const found = task.rightKeys!(taskVocabulary(task).encode(text));
      const expected = text.split(' ').map((_, t) => keys[t] ?? null);
      expect(found, text).toEqual(expected);
    }
  });

  it('are known at each answer of a drawn sequence and nowhere else, and hold what the answer is made of', () => {
    const random = new Random(seed);
    for (let trial = 0; trial < 40; trial++) {
      const task = tasks.find((one) => one.id === id)!;
      const knobs = Object.fromEntries(
        Object.entries(task.knobs).map(([name, { values }]) => [name, values[random.int(values.length)]!]),
      );
      const chosen = chosenTask({ id, knobs });
      if (!chosen.rightKeys) return;
      const { tokens, targets } = chosen.sample(random, chosen.smallestContext + random.int(60));
      const keys = chosen.rightKeys(tokens);
      const where = `seed ${seed}, ${JSON.stringify(knobs)}: ${tokens}`;
      expect(
        keys.map((own) => own !== null),
        where,
      ).toEqual(Array.from(targets, (target) => target >= 0));
      keys.forEach((own, t) => {
        if (!own) return;
        expect(
          own.every((key, n) => key >= 0 && key <= t && (n === 0 || key > own[n - 1]!)),
          where,
        ).toBe(true);
        const held = own.map((key) => tokens[key] as number);
        const answers = answersOf(id, held, knobs);
        expect(new Set(answers), where).toEqual(new Set([targets[t]]));
      });
    }
  });
});

/** What tokens under the right keys say of the answer. */
function answersOf(id: string, held: number[], { modulus }: Record<string, number>): number[] {
  if (id === 'modularAddition') return [sum(held) % modulus!];
  return id === 'dyck' ? held.map((token) => token + 1) : held;
}
