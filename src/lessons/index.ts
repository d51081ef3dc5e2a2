/** The registry of lessons: every file of the folder, in the order of their places. It is large, and loaded when a lesson is asked for. */
import { sortBy } from 'es-toolkit';
import { type Lesson, parseLesson } from './schema';

const files = import.meta.glob<unknown>('./files/*.json', { eager: true, import: 'default' });

export const lessons: readonly Lesson[] = sortBy(
  Object.entries(files).map(([path, value]) => {
    const lesson = parseLesson(value);
    if (!path.endsWith(`/${lesson.id}.json`)) throw new Error(`${path} has the lesson "${lesson.id}".`);
    return lesson;
  }),
  ['place'],
);
