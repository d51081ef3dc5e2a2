/** Checks what was handed in for an exercise, by training it again on the processor. */
import { PlainError } from '../../../scripts/lib/process.mjs';
import type { Exercise } from '../../lessons/exercise';
import { experimentsOf, readSource, readTrainingText } from '../input';
import { gradeLines, gradeTraining } from './gradeTraining';
import { askedLessons } from './lessonFiles';

interface HandIn {
  /** A path or a link. */
  source: string;
  /** LESSON, or LESSON/STEP where the lesson has several exercises. */
  check: string;
  /** Path of one's own text. */
  text?: string | undefined;
}

/**
 * Prints whether each requirement holds. Accuracies and losses are held against their bounds alone, as engines round otherwise.
 * @throws {PlainError} where one does not hold, or there is no such exercise or experiment
 */
export async function checkHandIn({ source, check, text }: HandIn): Promise<void> {
  const { name, exercise } = exerciseOf(check);
  const { value, text: known } = readSource(source);
  const [experiment] = experimentsOf(value, source, { seeds: 1 });
  const grade = await gradeTraining(exercise, experiment, readTrainingText(experiment, known, text));
  console.log(gradeLines(grade));
  if (!grade.solved) throw new PlainError(`It does not solve the exercise ${name}.`);
  console.log(`It solves the exercise ${name}.`);
}

/** @throws {PlainError} naming what there is */
function exerciseOf(check: string): { name: string; exercise: Exercise } {
  const [id, stepId] = check.split('/') as [string, string?];
  const exercises = askedLessons([id]).flatMap(({ steps }) =>
    steps.flatMap(({ id: step, exercise }) => (exercise ? [{ name: `${id}/${step}`, step, exercise }] : [])),
  );
  const names = exercises.map(({ name }) => name).join(', ');
  if (exercises.length === 0) throw new PlainError(`The lesson "${id}" has no exercise.`);
  if (stepId === undefined && exercises.length > 1)
    throw new PlainError(`The lesson "${id}" has several exercises: name one of ${names} with --check.`);
  const found = exercises.find(({ step }) => stepId === undefined || step === stepId);
  if (!found) throw new PlainError(`There is no exercise ${check}. There is ${names}.`);
  return found;
}
