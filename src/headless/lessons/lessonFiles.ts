/** Reads lessons from their folder, each file on its own, so that one that is damaged does not hide the others. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { PlainError } from '../../../scripts/lib/process.mjs';
import { type Lesson, readLesson } from '../../lessons/schema';

/** A file of a lesson: read, or refused with a sentence. */
export type LessonFile = { file: string } & ({ lesson: Lesson } | { refusal: string });

const lessonFolder = inRoot('src', 'lessons', 'files');

/** Reads every file of a folder; in the order of their names. */
export const lessonFiles = (folder = lessonFolder): LessonFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readFile(folder, name));

function readFile(folder: string, name: string): LessonFile {
  try {
    const lesson = readLesson(readFileSync(join(folder, name), 'utf8'));
    return lesson.id === name.replace(/\.json$/, '')
      ? { file: name, lesson }
      : { file: name, refusal: `It has the lesson "${lesson.id}": its name is to be ${lesson.id}.json.` };
  } catch (error) {
    return { file: name, refusal: (error as Error).message };
  }
}

/**
 * Gives the files that a command is asked for.
 * @param ids of lessons; all without any
 * @throws {PlainError} where there is no such one
 */
export function askedFiles(ids: readonly string[]): LessonFile[] {
  const files = lessonFiles();
  const there = files.map(({ file }) => file.replace(/\.json$/, ''));
  const unknown = ids.find((id) => !there.includes(id));
  if (unknown !== undefined)
    throw new PlainError(`There is no lesson "${unknown}". There are: ${there.join(', ')}.`);
  return ids.length === 0 ? files : files.filter((_, i) => ids.includes(there[i] as string));
}

/** Gives the lessons that a command is asked for. @throws {PlainError} as askedFiles, and where one cannot be read */
export const askedLessons = (ids: readonly string[]): Lesson[] =>
  askedFiles(ids).map((one) => {
    if ('refusal' in one) throw new PlainError(`${one.file}: ${one.refusal}`);
    return one.lesson;
  });
