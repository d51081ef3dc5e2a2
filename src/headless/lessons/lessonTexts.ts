/** The texts of a lesson: how long they take to read, and in which languages they are missing. */
import { sumBy } from 'es-toolkit';
import type { Lesson } from '../../lessons/schema';
import { type LessonText, lessonLanguages } from '../../lessons/text';

const wordsPerMinute = 200;

/** Finds every text in a part of a lesson. */
function textsIn(part: unknown): LessonText[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('en' in part && typeof part.en === 'string') return [part as LessonText];
  return Object.values(part).flatMap(textsIn);
}

/** Estimates the minutes of a lesson: what is read in English, presenter's notes aside, and the waiting for what trains. */
export function readingMinutes({ steps }: Lesson): number {
  const read = steps.flatMap(({ notes: _, ...step }) => textsIn(step));
  const words = sumBy(read, ({ en }) => en.split(/\s+/).length);
  return words / wordsPerMinute + sumBy(steps, ({ train }) => train?.patience ?? 0) / 60;
}

/** Tells for each language how many texts lack it; nothing of those that are whole. */
export function languageGaps(lesson: Lesson): string[] {
  const texts = textsIn(lesson);
  return lessonLanguages.flatMap((language) => {
    const missing = texts.filter((text) => text[language] === undefined).length;
    return missing > 0 ? [`${missing} of ${texts.length} texts are not there in ${language}.`] : [];
  });
}
