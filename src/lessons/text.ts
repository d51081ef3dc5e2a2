/** Texts of lessons: Markdown, in English and in what other languages there are. */
import { z } from '../zod';

/** Languages that a lesson can be in; English is what every text has. */
export const lessonLanguages = ['en', 'de', 'zh'] as const;

/** Characters of one text, at most: what is longer is a second step. */
const longest = 4000;

const sentence = z.string().trim().min(1).max(longest);

/** One text by language. */
export const lessonTextSchema = z.strictObject({
  en: sentence,
  de: sentence.optional(),
  zh: sentence.optional(),
});

export type LessonText = z.infer<typeof lessonTextSchema>;

/** Stands where a text is still to be written. */
export const emptyText: LessonText = { en: '…' };

/** Returns a text in a language ("de", "de-AT"); in English where it has none of that. */
export function textIn(text: LessonText, language: string): string {
  const [base = 'en'] = language.split('-');
  return (Object.hasOwn(text, base) && text[base as keyof LessonText]) || text.en;
}

/** Finds every text in a part of a lesson. */
export function textsIn(part: unknown): LessonText[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('en' in part && typeof part.en === 'string') return [part as LessonText];
  return Object.values(part).flatMap(textsIn);
}
