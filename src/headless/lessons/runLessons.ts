/** What npm run lessons does without a browser. */
import { PlainError } from '../../../scripts/lib/process.mjs';
import { checkLessons } from './checkLessons';
import type { PageIds } from './checkStep';
import { askedFiles } from './lessonFiles';

export { recordLessons } from './recordLessons';
export { solveLessons } from './solveLessons';

/** Prints what the check finds. @param ids of lessons; all without any @throws {PlainError} with the faults, where there are any */
export function printLessonCheck(page: PageIds, ids: readonly string[]): void {
  const { faults, notes } = checkLessons(page, askedFiles(ids));
  for (const note of notes) console.log(note);
  if (faults.length > 0) throw new PlainError(`\n${faults.join('\n')}\n${faults.length} faults`);
  console.log('0 faults');
}
