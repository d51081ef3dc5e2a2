/** How long a lesson takes. One rule, which the check holds the lab's lessons to, and which names the minutes of those written on the page. */
import { sumBy } from 'es-toolkit';
import type { Lesson } from './schema';
import { type LessonText, textsIn } from './text';

/** What is read in English: a language with longer words has fewer of them. */
const wordsPerMinute = 200;

/** Seconds for what a step asks of the reader, beside reading it and waiting for what trains. */
const seconds = { question: 40, evaluate: 20, without: 20, exercise: 120 };

/** Estimates the minutes of a lesson: reading, presenter's notes aside; waiting; predictions, evaluations, parts that are switched off and exercises. */
export function estimatedMinutes({ steps }: Pick<Lesson, 'steps'>): number {
  const words = sumBy(steps, ({ notes: _, ...step }) => sumBy(textsIn(step), wordsOf));
  const waiting = sumBy(
    steps,
    ({ train, ...step }) =>
      (train?.patience ?? 0) +
      sumBy(Object.entries(seconds), ([asked, each]) => (step[asked as keyof typeof seconds] ? each : 0)),
  );
  return words / wordsPerMinute + waiting / 60;
}

const wordsOf = ({ en }: LessonText): number => en.split(/\s+/).length;

/** Gives the minutes that a lesson is to name: whole ones, and at least one. */
export const namedMinutes = (lesson: Pick<Lesson, 'steps'>): number =>
  Math.max(1, Math.round(estimatedMinutes(lesson)));
