// The stories: made anew they are the same, none is in two places, and only their beginning says how they end.

import { describe, expect, test } from 'vitest';
import { storiesWithAnswers } from '../../src/data/corpora';
import { stories, storiesText } from '../../src/data/corpora/stories';
import { words } from '../../src/data/corpora/storyWords';
import { splitTokens } from '../../src/data/split';
import { charTokenizer } from '../../src/data/tokenizers/char';

const text = storiesText(4000);
const listed = text.trimEnd().split('\n\n');

/** The sentences of a story; no name or word holds a full stop. */
const sentences = (story: string) => story.split(/(?<=\.) /);
const lastWord = (story: string) => /(\w+)\.$/.exec(story)?.[1] as string;

test('are as many as asked for, all different, and the same each time', () => {
  expect(listed).toHaveLength(4000);
  expect(new Set(listed).size).toBe(4000);
  expect(storiesText(4000)).toBe(text);
  expect(text.startsWith(storiesText(50).trimEnd())).toBe(true);
});

test('grow with the size chosen', async () => {
  const load = (size: number) =>
    stories.load(() => Promise.reject(new Error('No file is needed.')), { size });
  expect((await load(200)).trimEnd().split('\n\n')).toHaveLength(200);
  expect(await load(4000)).toBe(text);
});

test('none that is trained on is validated on', () => {
  const tokenizer = charTokenizer.train(text);
  const split = splitTokens(tokenizer.encode(text), 64);
  if (!split.ok) throw new Error(split.message);
  const whole = (ids: Int32Array) => tokenizer.decode(ids).split('\n\n').slice(1, -1);
  const trained = new Set(whole(split.train));
  const validated = whole(split.validation);
  expect(validated.length).toBeGreaterThan(350);
  expect(validated.filter((story) => trained.has(story))).toEqual([]);
});

describe('the last word', () => {
  test('stands once more in the story, among the three sentences of its beginning', () => {
    for (const story of listed) {
      const answer = lastWord(story);
      const at = sentences(story).flatMap((sentence, i) =>
        (sentence.match(/\w+/g) ?? []).filter((word) => word === answer).map(() => i),
      );
      expect(at, story).toHaveLength(2);
      expect(at[0], story).toBeGreaterThan(0);
      expect(at[0], story).toBeLessThan(3);
    }
  });

  test('is not told by the ending: every ending is followed by every word of its kind alike', () => {
    const byEnding = new Map<string, Map<string, number>>();
    for (const story of storiesText(20_000).trimEnd().split('\n\n')) {
      const answer = lastWord(story);
      // Names aside, as there are few stories of each child.
      const ending = (sentences(story).at(-1) as string)
        .slice(0, -answer.length - 1)
        .replace(/^Then \w+|^But \w+/, 'X')
        .replace(/\bs?he\b/, 'X');
      const counts = byEnding.get(ending) ?? new Map();
      byEnding.set(ending, counts.set(answer, (counts.get(answer) ?? 0) + 1));
    }
    expect(byEnding.size).toBeGreaterThanOrEqual(12);
    for (const [ending, counts] of byEnding) {
      const values = [...counts.values()];
      const total = values.reduce((sum, n) => sum + n, 0);
      expect(values.length, ending).toBeGreaterThanOrEqual(16);
      expect(Math.max(...values) / total, ending).toBeLessThan(2 / values.length);
    }
  });

  test('is not the last word of its kind before it', () => {
    for (const story of listed) {
      const answer = lastWord(story);
      const kind = Object.values(words).find((list: readonly string[]) => list.includes(answer));
      const earlier = sentences(story).slice(0, -1).join(' ').match(/\w+/g) ?? [];
      const isOfKind = (word: string) =>
        kind ? (kind as readonly string[]).includes(word) : /^[A-Z]/.test(word) && word !== earlier[0];
      // Names: sentences begin with capitals too, so only what follows a small letter's word counts.
      const found = earlier.filter(
        (word, i) => isOfKind(word) && (kind || /^[a-z]/.test(earlier[i - 1] ?? 'A')),
      );
      expect(found.at(-1), story).not.toBe(answer);
      expect(found, story).toContain(answer);
    }
  });
});

describe('stories with answers', () => {
  const asked = storiesWithAnswers(3, 500);

  test('end right before the answer, and are in no corpus', () => {
    const trained = new Set(storiesText(32_000).trimEnd().split('\n\n'));
    expect(asked).toHaveLength(500);
    for (const { text, answer } of asked) {
      expect(answer).toMatch(/^ \w+$/);
      expect(text).toMatch(/\w$/);
      expect(trained.has(`${text}${answer}.`)).toBe(false);
    }
    expect(new Set(asked.map((story) => story.text)).size).toBe(500);
  });

  test('are told like the corpus', () => {
    const shape = (story: string) => sentences(story).length;
    for (const { text, answer } of asked) expect(shape(`${text}${answer}.`)).toBe(6);
    for (const story of listed.slice(0, 500)) expect(shape(story)).toBe(6);
  });

  test('depend on the seed alone', () => {
    expect(storiesWithAnswers(3, 20)).toEqual(asked.slice(0, 20));
    expect(storiesWithAnswers(4, 20)).not.toEqual(asked.slice(0, 20));
  });
});
