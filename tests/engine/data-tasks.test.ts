// Every task against its rule, written down a second time on the names of the tokens and without the generator's state.
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import {
  checkTaskChoice,
  chosenTask,
  getTask,
  type TaskChoice,
  taskChoice,
  tasks,
} from '../../src/data/tasks';
import { taskVocabulary } from '../../src/data/vocabulary';

type Names = readonly string[];
/** The answer due at each position, null for none. Throws where the sequence is not one of the task's. */
type Rule = (names: Names, knobs: Record<string, number>) => (string | null)[];

const none = (names: Names) => names.map((): string | null => null);
const isLetters = (name: string | undefined) => /^[A-Z]\d*$/.test(name ?? '');
const closer: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** The answers of a prompt at `at`: due there and at each answer but the last, as far as the sequence goes. */
function answeredFrom(names: Names, at: number, answers: Names): (string | null)[] {
  const due = none(names);
  answers.forEach((answer, i) => {
    if (at + i < names.length) due[at + i] = answer;
    if (at + i + 1 < names.length && i + 1 < answers.length) expect(names[at + i + 1]).toBe(answer);
  });
  return due;
}

const rules: Record<string, Rule> = {
  recall(names, { pairs }) {
    expect(new Set(names.filter(isLetters)).size).toBeLessThanOrEqual(pairs!);
    return names.map((name, t) => {
      expect(isLetters(name)).toBe(t % 2 === 0);
      const first = names.indexOf(name);
      if (t % 2 === 1 || first === t) return null;
      if (t + 1 < names.length) expect(names[t + 1]).toBe(names[first + 1]);
      return names[first + 1]!;
    });
  },
  induction(names, { longest }) {
    return names.map((name, t) => {
      const before = names.lastIndexOf(name, t - 1);
      if (t === 0 || before < 0) return null;
      expect(t - before).toBeGreaterThanOrEqual(longest! / 2);
      expect(t - before).toBeLessThanOrEqual(longest!);
      if (t + 1 < names.length) expect(names[t + 1]).toBe(names[before + 1]);
      return names[before + 1]!;
    });
  },
  copyAfterGap(names, { length, gap }) {
    return names.map((_, t) => {
      const sign = names.lastIndexOf('→', t);
      if (sign < 0 || t - sign >= length!) return null;
      let end = sign;
      while (names[end - 1] === '·') end--;
      expect(sign - end).toBeGreaterThanOrEqual(1);
      expect(sign - end).toBeLessThanOrEqual(gap!);
      const block = names.slice(end - length!, end);
      expect(block.every(isLetters)).toBe(true);
      for (let i = 0; i < t - sign; i++) expect(names[sign + 1 + i]).toBe(block[i]);
      return block[t - sign]!;
    });
  },
  selectiveCopy(names, { items }) {
    const sign = names.indexOf('→');
    const found = names.slice(0, sign).filter((name) => name !== '·');
    expect(found).toHaveLength(items!);
    expect(names).toHaveLength(sign + items!);
    return answeredFrom(names, sign, found);
  },
  sort(names, { count }) {
    const sign = names.indexOf('→');
    const given = names.slice(0, sign).filter((name) => name !== '·');
    expect(new Set(given).size).toBe(count);
    const sorted = given.map(Number).sort((a, b) => a - b);
    return answeredFrom(names, sign, sorted.map(String));
  },
  modularAddition(names, { modulus, terms }) {
    return names.map((name, t) => {
      expect(name === '=').toBe(t % (terms! + 2) === terms);
      if (name !== '=') return null;
      let sum = 0;
      for (const term of names.slice(t - terms!, t)) sum = (sum + Number(term)) % modulus!;
      if (t + 1 < names.length) expect(names[t + 1]).toBe(String(sum));
      return String(sum);
    });
  },
  dyck(names, { depth }) {
    return names.map((name, t) => {
      let open = names.slice(0, t + 1).join('');
      for (let before = ''; before !== open; ) {
        before = open;
        open = open.replace(/\(\)|\[\]|\{\}|<>/g, '');
      }
      expect(open).toMatch(/^[([{<]*$/);
      expect(open.length).toBeLessThanOrEqual(depth!);
      return name in closer || open === '' ? null : closer[open.at(-1)!]!;
    });
  },
  majority(names, { every }) {
    return names.map((name, t) => {
      expect(name === '?').toBe(t % (every! + 1) === every);
      if (name !== '?') return null;
      const votes = names.slice(0, t).filter((n) => n !== '?');
      const counts = [...new Set(votes)].map((symbol) => ({
        symbol,
        n: votes.filter((vote) => vote === symbol).length,
      }));
      const [first, second] = counts.sort((a, b) => b.n - a.n);
      expect(first!.n).toBeGreaterThan(second?.n ?? 0);
      return first!.symbol;
    });
  },
  lookBack: (names, { distance }) => names.map((_, t) => names[t - distance!] ?? null),
};

const random = new Random(2024);
const pick = <T>(values: readonly T[]): T => values[random.int(values.length)] as T;

function randomChoice(id: string): TaskChoice {
  const knobs = Object.entries(getTask(id).knobs).map(([name, knob]) => [name, pick(knob.values)] as const);
  return { id, knobs: Object.fromEntries(knobs) };
}

describe.each(tasks.map((task) => [task.id, task] as const))('%s', (id, task) => {
  it('gives the answers of its rule, for any knobs and contexts', () => {
    for (let trial = 0; trial < 80; trial++) {
      const choice = randomChoice(id);
      const { tokens: names, smallestContext, sample } = chosenTask(choice);
      const context = smallestContext + (trial % 4 === 0 ? 0 : random.int(100));
      const { tokens, targets, hints } = sample(random, context);
      expect(tokens).toHaveLength(context);
      const shown = Array.from(tokens, (token) => names[token] as string);
      expect(shown).not.toContain(undefined);
      const due = rules[id]!(shown, choice.knobs).map((answer) => (answer ? names.indexOf(answer) : -1));
      expect(Array.from(targets), `${JSON.stringify(choice.knobs)}: ${shown.join(' ')}`).toEqual(due);
      expect(due.some((answer) => answer >= 0)).toBe(true);
      // The one task with hints asks for the key just before each value.
      const hinted = Array.from(tokens, (_, t) => (t % 2 === 1 ? (tokens[t - 1] as number) : -1));
      const expected = choice.knobs.hints === 1 ? hinted : hinted.map(() => -1);
      expect(Array.from(hints)).toEqual(expected);
    }
  });

  it('is solved by the current token alone as often as its chance says', () => {
    const easiest = { id, knobs: mapKnobs(id, (values) => values[0] as number) };
    for (const choice of [taskChoice(id), easiest]) {
      const { chance, sample } = chosenTask(choice);
      // What follows each token most often in one half is held against the other half.
      const counts = new Map<number, Map<number, number>>();
      const due: [number, number][] = [];
      for (let n = 0; n < 6000; n++) {
        const { tokens, targets } = sample(random, 64);
        targets.forEach((answer, t) => {
          const token = tokens[t] as number;
          if (answer < 0) return;
          if (n % 2 === 0) due.push([token, answer]);
          const own = counts.get(token) ?? new Map<number, number>();
          if (n % 2 === 1) counts.set(token, own.set(answer, (own.get(answer) ?? 0) + 1));
        });
      }
      const likeliest = new Map(
        [...counts].map(([token, own]) => [token, [...own].sort((a, b) => b[1] - a[1])[0]?.[0]]),
      );
      const right = due.filter(([token, answer]) => likeliest.get(token) === answer).length / due.length;
      expect(Math.abs(right - chance), `${right} against ${chance}`).toBeLessThan(0.02);
    }
  });

  it('draws the same from equal generators, and something else next', () => {
    const { sample } = chosenTask(taskChoice(id));
    const again = new Random(5);
    const first = sample(new Random(5), 64);
    expect(sample(again, 64)).toEqual(first);
    expect(sample(again, 64)).not.toEqual(first);
  });

  it('has tokens with names of their own, and knobs whose default can be chosen', () => {
    for (let trial = 0; trial < 20; trial++) {
      const { tokens } = chosenTask(randomChoice(id));
      expect(new Set(tokens).size).toBe(tokens.length);
      for (const name of tokens) expect(name).toMatch(/^\S{1,4}$/);
    }
    for (const { values, default: first } of Object.values(task.knobs)) {
      expect(values).toContain(first);
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
    expect(chosenTask(taskChoice(id)).smallestContext).toBeLessThanOrEqual(32);
  });
});

function mapKnobs(id: string, to: (values: readonly number[]) => number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(getTask(id).knobs).map(([name, { values }]) => [name, to(values)]),
  );
}

it('a rule is written down for every task and no other', () => {
  expect(Object.keys(rules).sort()).toEqual(tasks.map(({ id }) => id).sort());
});

it('a choice that is none is refused with a sentence and the place of it', () => {
  const { id, knobs } = taskChoice('recall');
  expect(checkTaskChoice({ id, knobs })).toBeNull();
  expect(checkTaskChoice({ id: 'chess', knobs })).toEqual({
    path: ['id'],
    message: expect.stringMatching(/^There is no task "chess". There are: recall, /),
  });
  expect(checkTaskChoice({ id, knobs: { ...knobs, pairs: 5 } })).toEqual({
    path: ['knobs', 'pairs'],
    message: 'Pairs: give one of 2, 4, 8, 16.',
  });
  expect(checkTaskChoice({ id, knobs: { pairs: 4 } })?.path).toEqual(['knobs', 'values']);
  expect(checkTaskChoice({ id, knobs: { ...knobs, toString: 1 } })?.message).toMatch(
    /has no setting "toString"/,
  );
});

it('what a task’s tokens are called can be read back, and what is no token is refused', () => {
  for (const { id } of tasks) {
    const task = chosenTask(taskChoice(id));
    const { tokens } = task.sample(random, 64);
    const vocabulary = taskVocabulary(task);
    expect(vocabulary.encode(` ${vocabulary.decode(tokens)}\n`)).toEqual(tokens);
    expect(vocabulary.tokenText(0)).toBe(task.tokens[0]);
    expect(() => vocabulary.encode('whale')).toThrow(`${task.task.name} has no token “whale”.`);
  }
});
