/** Trains the solution of each exercise, which must pass, and the experiment as it is given, which must not. */
import { PlainError } from '../../../scripts/lib/process.mjs';
import type { Experiment } from '../../experiment/schema';
import { formatDuration } from '../../format/times';
import { edited } from '../../lessons/edits';
import { type Exercise, gradeBest } from '../../lessons/exercise';
import { stageAt } from '../../lessons/stage';
import { noResults } from '../../runtime/runReducer';
import { type Grade, gradeLines, gradeTraining } from './gradeTraining';
import { askedLessons } from './lessonFiles';

/** One experiment that is held against an exercise. */
interface Attempt {
  name: string;
  exercise: Exercise;
  experiment: Experiment;
  mustPass: boolean;
}

/**
 * Prints how each comes out.
 * @param ids of lessons; all without any
 * @throws {PlainError} once all are trained, where one comes out otherwise than it must
 */
export async function solveLessons(ids: readonly string[]): Promise<void> {
  const attempts = askedLessons(ids).flatMap((lesson) =>
    lesson.steps.flatMap(({ id, exercise }, at): Attempt[] => {
      if (!exercise) return [];
      const { experiment } = stageAt(lesson, at);
      const name = `${lesson.id}/${id}`;
      const solution = edited(experiment, exercise.solution);
      return [
        { name: `${name}, its solution`, exercise, experiment: solution, mustPass: true },
        { name: `${name}, unedited`, exercise, experiment, mustPass: false },
      ];
    }),
  );
  const wrong: string[] = [];
  for (const [at, attempt] of attempts.entries()) {
    console.log(`${attempt.name} (${at + 1} of ${attempts.length})`);
    const start = performance.now();
    const grade = await graded(attempt);
    if (typeof grade === 'string') {
      console.log(grade);
      wrong.push(`${attempt.name}: ${grade}`);
      continue;
    }
    const took = formatDuration((performance.now() - start) / 1000);
    console.log(`${grade.solved ? 'passes' : 'does not pass'}, ${took}. ${gradeLines(grade)}`);
    if (grade.solved !== attempt.mustPass)
      wrong.push(`${attempt.name} ${attempt.mustPass ? 'does not pass' : 'passes'}.`);
  }
  if (wrong.length > 0) throw new PlainError(wrong.join('\n'));
}

/** @returns why it could not be trained, where it could not */
async function graded({ exercise, experiment, mustPass }: Attempt): Promise<Grade | string> {
  // What fails by its layers alone fails whatever it is trained to.
  const untrained = gradeBest(exercise, { experiment, results: noResults });
  if (!mustPass && experiment.runs.length === 1 && untrained.graded.some(({ holds }) => holds === false))
    return untrained;
  try {
    return await gradeTraining(exercise, experiment);
  } catch (error) {
    if (error instanceof Error && error.name === 'PlainError') return error.message;
    throw error;
  }
}
