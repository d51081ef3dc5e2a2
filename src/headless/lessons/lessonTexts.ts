/** The texts of a lesson: in which languages they are missing. */
import type { Lesson } from '../../lessons/schema';
import { lessonLanguages, textsIn } from '../../lessons/text';

/** Tells for each language how many texts lack it; nothing of those that are whole. */
export function languageGaps(lesson: Lesson): string[] {
  const texts = textsIn(lesson);
  return lessonLanguages.flatMap((language) => {
    const missing = texts.filter((text) => text[language] === undefined).length;
    return missing > 0 ? [`${missing} of ${texts.length} texts are not there in ${language}.`] : [];
  });
}
