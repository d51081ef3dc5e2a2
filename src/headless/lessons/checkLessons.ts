/** Checks lessons without training: what each step shows, what it names, and the recordings that it plays. */
import { isEqual } from 'es-toolkit';
import { formatRounded } from '../../format/numbers';
import { estimatedMinutes, namedMinutes } from '../../lessons/minutes';
import type { Lesson } from '../../lessons/schema';
import { experimentAt, stageAt } from '../../lessons/stage';
import { checkRecordings } from './checkRecordings';
import { checkStep, type PageIds } from './checkStep';
import { type LessonFile, lessonFiles } from './lessonFiles';
import { languageGaps } from './lessonTexts';

/** What was found: faults that a lesson must not have, and what else is worth knowing. Each a sentence. */
export interface LessonReport {
  faults: string[];
  notes: string[];
}

/** Checks every file of a folder. @param page ids that marks can name */
export function checkLessons(page: PageIds, files: readonly LessonFile[] = lessonFiles()): LessonReport {
  const found = files.map((one) =>
    'refusal' in one ? { faults: [`${one.file}: ${one.refusal}`], notes: [] } : checkLesson(one.lesson, page),
  );
  const lessons = files.flatMap((one) => ('lesson' in one ? [one.lesson] : []));
  const places = lessons.map(({ place }) => place);
  const taken = lessons.filter(({ place }, i) => places.indexOf(place) < i);
  return {
    faults: [
      ...found.flatMap(({ faults }) => faults),
      ...taken.map(({ id, place }) => `${id}: another lesson has the place ${place}.`),
    ],
    notes: found.flatMap(({ notes }) => notes),
  };
}

function checkLesson(lesson: Lesson, page: PageIds): LessonReport {
  const named = (text: string) => `${lesson.id}: ${text}`;
  try {
    const faults = [
      ...unusedExperiments(lesson),
      ...stagesThatDiffer(lesson),
      ...lesson.steps.flatMap((step, at) =>
        checkStep(step, stageAt(lesson, at), stepsOwnRuns(lesson, at), page).map(
          (text) => `step ${step.id}: ${text}`,
        ),
      ),
      ...checkRecordings(lesson),
      ...minutesFault(lesson),
    ];
    return { faults: faults.map(named), notes: languageGaps(lesson).map(named) };
  } catch (error) {
    return { faults: [named((error as Error).message)], notes: [] };
  }
}

/** Ids of the runs that a step's edits can name: those of the experiment before and after them. */
const stepsOwnRuns = (lesson: Lesson, at: number): Set<string> =>
  new Set(
    [at - 1, at]
      .filter((one) => one >= 0)
      .flatMap((one) => experimentAt(lesson, one).runs.map(({ id }) => id)),
  );

const unusedExperiments = ({ experiments, steps }: Lesson): string[] =>
  Object.keys(experiments)
    .filter((name) => steps.every(({ experiment }) => experiment !== name))
    .map((name) => `no step uses the experiment "${name}".`);

/** Makes every stage going on, going back, and cold, of a lesson that was read anew. */
function stagesThatDiffer(lesson: Lesson): string[] {
  const places = lesson.steps.map((_, at) => at);
  const onward = places.map((at) => stageAt(lesson, at));
  const back = places
    .toReversed()
    .map((at) => stageAt(lesson, at))
    .toReversed();
  const cold = places.map((at) => stageAt(structuredClone(lesson), at));
  return places
    .filter((at) => !isEqual(onward[at], back[at]) || !isEqual(onward[at], cold[at]))
    .map((at) => `step ${lesson.steps[at]?.id} has another stage when it is entered another way.`);
}

function minutesFault(lesson: Lesson): string[] {
  const minutes = namedMinutes(lesson);
  if (minutes === lesson.minutes) return [];
  const estimate = formatRounded(estimatedMinutes(lesson), 3);
  return [
    `it takes ${estimate} minutes by the rule of docs/adding-a-lesson.md: "minutes" is to be ${minutes}.`,
  ];
}
