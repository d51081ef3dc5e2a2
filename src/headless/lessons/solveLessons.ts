/** Trains the solution of each exercise, which must pass, and the experiment as it is given, which must not. */
import { PlainError } from '../../../scripts/lib/process.mjs';
import { edited } from '../../lessons/edits';
import { stageAt } from '../../lessons/stage';
import { gradeLines, gradeTraining } from './gradeTraining';
import { askedLessons } from './lessonFiles';

/**
 * Prints how each comes out.
 * @param ids of lessons; all without any
 * @throws {PlainError} once all are trained, where one comes out otherwise than it must
 */
export async function solveLessons(ids: readonly string[]): Promise<void> {
  const wrong: string[] = [];
  for (const lesson of askedLessons(ids))
    for (const [at, { id: step, exercise }] of lesson.steps.entries()) {
      if (!exercise) continue;
      const { experiment } = stageAt(lesson, at);
      const solution = await gradeTraining(exercise, edited(experiment, exercise.solution));
      console.log(`${lesson.id}/${step}, its solution: ${verdict(solution.solved)}\n${gradeLines(solution)}`);
      if (!solution.solved) wrong.push(`The solution of ${lesson.id}/${step} does not pass.`);
      const empty = await gradeTraining(exercise, experiment);
      console.log(`${lesson.id}/${step}, unedited: ${verdict(empty.solved)}\n${gradeLines(empty)}`);
      if (empty.solved) wrong.push(`${lesson.id}/${step} passes without an edit.`);
    }
  if (wrong.length > 0) throw new PlainError(wrong.join('\n'));
}

const verdict = (solved: boolean) => (solved ? 'passes' : 'does not pass');
