/** Checks a lesson without training: what its file names is there, and its recordings are of its experiments. */
import { gzipSync } from 'node:zlib';
import { sumBy } from 'es-toolkit';
import { readRecording, recordingMaxBytes } from '../../document/recording';
import { engineVersion } from '../../engine/engine';
import { trainsAlike } from '../../experiment/edit';
import { formatBytes } from '../../format/bytes';
import { edited } from '../../lessons/edits';
import { gradeBest } from '../../lessons/exercise';
import type { Lesson, LessonStep } from '../../lessons/schema';
import { recordingPath, type Stage, stageAt } from '../../lessons/stage';
import { type LessonText, lessonLanguages } from '../../lessons/text';

/** Reads a file of the site; null where it is not there. @param path from the site's address */
export type ReadSite = (path: string) => string | null;

/** Finds what is wrong with a lesson, a sentence each; none where all is right. */
export function lessonFaults(lesson: Lesson, readSite: ReadSite): string[] {
  return lesson.steps.flatMap((step, at) => {
    try {
      return stepFaults(lesson, step, stageAt(lesson, at), readSite).map(
        (fault) => `${lesson.id}/${step.id}: ${fault}`,
      );
    } catch (error) {
      return [`${lesson.id}/${step.id}: ${(error as Error).message}`];
    }
  });
}

function stepFaults(lesson: Lesson, step: LessonStep, stage: Stage, readSite: ReadSite): string[] {
  return [
    ...stage.marks.map((mark) => markFault(mark, stage)).filter((fault) => fault !== null),
    ...questionFaults(step, stage),
    ...(step.train ? recordingFaults(lesson, step, stage, readSite) : []),
    ...exerciseFaults(step, stage),
  ];
}

/** Marks of panels, tabs and actions are names of the page's registries, which tests/unit/lessons.test.ts has. */
function markFault(mark: string, { experiment }: Stage): string | null {
  const [kind, run, layer] = mark.split(':');
  if (kind !== 'run' && kind !== 'layer') return null;
  const found = experiment.runs.find(({ id }) => id === run);
  if (!found) return `the mark ${mark} is of a run that is not there.`;
  return kind === 'layer' && !found.layers[Number(layer)]
    ? `the mark ${mark} is of a layer that is not there.`
    : null;
}

function questionFaults({ question }: LessonStep, { experiment }: Stage): string[] {
  if (!question) return [];
  const named = {
    choose: () => [],
    rank: () => (question.kind === 'rank' ? question.runs : []),
    number: () => (question.kind === 'number' ? [question.measure.run] : []),
    curve: () => (question.kind === 'curve' ? [question.run] : []),
    cell: () => (question.kind === 'cell' ? [question.run] : []),
  }[question.kind]();
  return named
    .filter((id) => !experiment.runs.some((run) => run.id === id))
    .map((id) => `its question is about the run "${id}", which is not there.`);
}

function recordingFaults(
  lesson: Lesson,
  step: LessonStep,
  { experiment }: Stage,
  readSite: ReadSite,
): string[] {
  const path = recordingPath(lesson, step);
  const text = readSite(path);
  if (text === null) return [`it has no recording ${path}. npm run lessons -- --record makes it.`];
  const bytes = gzipSync(text, { level: 9 }).length;
  const recorded = readRecording(text, path);
  return [
    bytes > recordingMaxBytes &&
      `${path} has ${formatBytes(bytes)} compressed, and ${formatBytes(recordingMaxBytes)} is the most.`,
    !trainsAlike(recorded.experiment, experiment) &&
      `${path} is of another experiment. npm run lessons -- --record makes it anew.`,
    recorded.backend?.engineVersion !== engineVersion && `${path} was made by another version of the engine.`,
  ].filter((fault) => fault !== false);
}

/** An exercise can be solved by edits, and is not solved before: the rest is for a training to tell. */
function exerciseFaults({ exercise }: LessonStep, { experiment }: Stage): string[] {
  if (!exercise) return [];
  const solution = edited(experiment, exercise.solution);
  const results = { curves: {}, captures: {}, info: null };
  const { graded } = gradeBest(exercise, { experiment: solution, results });
  return graded
    .filter(({ holds }) => holds === false)
    .map(({ requirement }) => `its solution fails at "${requirement.ask}".`);
}

/** Counts the texts of a lesson that a language lacks. */
export function missingTexts(lesson: Lesson): Record<string, number> {
  const texts = textsIn(lesson);
  return Object.fromEntries(
    lessonLanguages.map((language) => [
      language,
      texts.filter((text) => text[language] === undefined).length,
    ]),
  );
}

function textsIn(value: unknown): LessonText[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && typeof value.en === 'string') return [value as LessonText];
  return Object.values(value).flatMap(textsIn);
}

/** Words that someone reads in a minute, of a text with pictures to look at. */
const wordsPerMinute = 150;
/** Minutes for a prediction, and to look at what came of a training. */
const perQuestion = 0.5;
const perTraining = 0.5;

/** Estimates the minutes that a lesson takes, trainings counted as their recordings. */
export function minutesOf({ steps }: Lesson): number {
  const words = sumBy(steps, ({ title, body }) => `${title.en} ${body.en}`.split(/\s+/).length);
  const questions = steps.filter(({ question }) => question).length;
  const trainings = steps.filter(({ train, exercise }) => train ?? exercise).length;
  return words / wordsPerMinute + perQuestion * questions + perTraining * trainings;
}
