// Files of lessons: what is none, cut, damaged or of a later lab is refused with a sentence.
import { describe, expect, it } from 'vitest';
import { readLesson } from '../../../src/lessons/schema';
import { lessonLanguages, textIn } from '../../../src/lessons/text';
import { lessonFile } from './lesson';

type Json = ReturnType<typeof JSON.parse>;
const changed = (change: (lesson: Json) => void): string => {
  const lesson = structuredClone(lessonFile);
  change(lesson);
  return JSON.stringify(lesson);
};

it('reads a whole one, with the patience that a step does not name', () => {
  expect(readLesson(JSON.stringify(lessonFile)).steps[1]?.train?.patience).toBe(60);
});

it.each([
  ['cut off', JSON.stringify(lessonFile).slice(0, 300), 'It is not JSON: it may be cut off.'],
  ['another file', '{"format":"x"}', 'It is no lesson of the lab.'],
  ['null', 'null', 'It is no lesson of the lab.'],
  ['a later version', changed((l) => (l.version = 2)), 'written by a later version of the lab'],
  ['two steps of one id', changed((l) => (l.steps[1].id = 'look')), 'two steps have the id "look"'],
  [
    'an unknown experiment',
    changed((l) => (l.steps[2].experiment = 'x')),
    'the lesson has no experiment "x"',
  ],
  ['one of every object', changed((l) => (l.steps[2].experiment = 'toString')), 'no experiment "toString"'],
  ['none at first', changed((l) => delete l.steps[0].experiment), 'the first step names no experiment'],
  ['an unknown field', changed((l) => (l.steps[0].script = 'alert()')), 'script'],
  ['a mark by a selector', changed((l) => (l.steps[0].marks = ['.rail'])), 'it names no part of the page'],
  ['a text without English', changed((l) => (l.title = { de: 'Klein' })), 'It is damaged, at title.en'],
  [
    'an unknown edit',
    changed((l) => (l.steps[3].edits[0].do = 'fetch')),
    'It is damaged, at steps.3.edits.0.do',
  ],
  ['an unknown view setting', changed((l) => (l.steps[0].view.colour = 1)), 'colour'],
  ['an empty range', changed((l) => (l.steps[1].question.to = 0)), 'It is damaged, at steps.1.question'],
])('refuses %s', (_, text, sentence) => {
  expect(() => readLesson(text)).toThrow(sentence);
});

describe('a text', () => {
  const text = { en: 'one', de: 'eins' };

  it('is in the language asked for, and in English where it has none of that', () => {
    expect(['de', 'de-AT', 'zh', 'fr', 'en-GB'].map((language) => textIn(text, language))).toEqual([
      'eins',
      'eins',
      'one',
      'one',
      'one',
    ]);
    expect(textIn(text, 'constructor')).toBe('one');
    expect(lessonLanguages[0]).toBe('en');
  });
});
