/** The recordings of lessons: which there are to be, and what is wrong with one. */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import type { LabDocument } from '../../document/document';
import { readRecording, recordingMaxBytes } from '../../document/recording';
import { engineVersion } from '../../engine/engine';
import { trainsAlike } from '../../experiment/edit';
import { totalSteps } from '../../experiment/schema';
import { formatBytes } from '../../format/bytes';
import type { Lesson, LessonStep } from '../../lessons/schema';
import { recordingPath, type Stage, stageAt } from '../../lessons/stage';

/** A recording that a step trains for. */
export interface StepRecording {
  lesson: Lesson;
  step: LessonStep;
  stage: Stage;
  /** From the site's address. */
  path: string;
}

/** Lists the recordings that lessons need, one for each step that trains. @throws Error as stageAt */
export const stepRecordings = (lessons: readonly Lesson[]): StepRecording[] =>
  lessons.flatMap((lesson) =>
    lesson.steps.flatMap((step, at) =>
      step.train ? [{ lesson, step, stage: stageAt(lesson, at), path: recordingPath(lesson, step) }] : [],
    ),
  );

/** Where a path of the site is in this folder. */
export const sitePath = (path: string): string => inRoot('public', ...path.split('/'));

/** Reads a recording; a sentence where it is none of the step. */
export function readStepRecording({ stage, path }: StepRecording): LabDocument | string {
  const file = sitePath(path);
  if (!existsSync(file)) return `There is no ${path}.`;
  const text = readFileSync(file, 'utf8');
  let document: LabDocument;
  try {
    document = readRecording(text, path);
  } catch (error) {
    return (error as Error).message;
  }
  const wrong = faultOf(document, stage) ?? tooLarge(text);
  return wrong === null ? document : `${path} ${wrong}.`;
}

/** Tells what keeps a recording from being the one of a stage; null for nothing. */
function faultOf({ experiment, results, backend }: LabDocument, stage: Stage): string | null {
  if (!trainsAlike(experiment, stage.experiment)) return 'is of another experiment than the step has now';
  if (backend?.name !== 'processor' || backend.engineVersion !== engineVersion)
    return `is of another engine than there is now (processor, version ${engineVersion})`;
  const steps = totalSteps(experiment);
  const short = experiment.runs.find(
    ({ id }) => !results.failures[id] && results.curves[id]?.train.steps.at(-1) !== steps,
  );
  return short ? `ends before the last step of "${short.name}"` : null;
}

function tooLarge(text: string): string | null {
  const bytes = gzipSync(text, { level: 9 }).length;
  return bytes > recordingMaxBytes
    ? `has ${formatBytes(bytes)} compressed, of at most ${formatBytes(recordingMaxBytes)}`
    : null;
}
