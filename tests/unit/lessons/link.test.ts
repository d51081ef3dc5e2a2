// A lesson as a link: the same comes back, and what is cut, damaged or of a later lab says so.
import { expect, it } from 'vitest';
import { lessons } from '../../../src/lessons';
import { decodeLesson, encodeLesson, isLessonLink, mostLinkCharacters } from '../../../src/lessons/link';
import { small } from './lesson';

it('brings back every lesson of the lab, each short enough for a link', () => {
  for (const lesson of lessons) {
    const link = encodeLesson(lesson);
    expect(decodeLesson(link)).toEqual(lesson);
    expect(link.length).toBeLessThan(mostLinkCharacters);
  }
});

it('is of characters that no address changes, and no link of an experiment', () => {
  const link = encodeLesson(small());
  expect(link).toMatch(/^#lesson=1[\w-]+$/);
  expect(new URL(`https://lab.example/${link}`).hash).toBe(link);
  expect([link, '#1srrv.abc', ''].map(isLessonLink)).toEqual([true, false, false]);
});

it.each([
  ['cut', (link: string) => link.slice(0, 200)],
  ['cut at its last sign', (link: string) => link.slice(0, -1)],
  [
    'changed',
    (link: string) => link.replace(/.(.{20})$/, (_, end) => `${link.at(-21) === 'A' ? 'B' : 'A'}${end}`),
  ],
  ['empty', () => '#lesson='],
])('says where it is %s', (_, change) => {
  expect(() => decodeLesson(change(encodeLesson(small())))).toThrow('It is cut or damaged.');
});

it('says where a later lab wrote it', () => {
  const later = encodeLesson(small()).replace('=1', '=2');
  expect(() => decodeLesson(later)).toThrow('later version of the lab');
});
