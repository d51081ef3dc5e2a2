/** `npm run lessons`: checks all lessons, records what they train, and has their exercises solved. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeOrPrint } from '../../../scripts/lib/outputs.mjs';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { PlainError } from '../../../scripts/lib/process.mjs';
import { readRecording } from '../../document/recording';
import { engineVersion } from '../../engine/engine';
import { trainsAlike } from '../../experiment/edit';
import type { Experiment } from '../../experiment/schema';
import { formatDuration } from '../../format/times';
import { lessons } from '../../lessons';
import { edited } from '../../lessons/edits';
import { type Exercise, gradeBest } from '../../lessons/exercise';
import type { Lesson } from '../../lessons/schema';
import { experimentAt, recordingPath, stageAt } from '../../lessons/stage';
import type { Results } from '../../runtime/runReducer';
import { openProcessorEngine } from '../processor';
import { progressLine } from '../progressLine';
import { record } from '../recordExperiment';
import { lessonFaults, minutesOf, missingTexts } from './checkLesson';

export interface LessonsRequest {
  /** `check` trains nothing. */
  what: 'check' | 'record' | 'solve';
  /** Of one lesson; all where it is left out. */
  id?: string | undefined;
}

/** How much longer than it says a lesson may take. */
const tolerance = 1.5;

const inSite = (path: string) => inRoot('public', ...path.split('/'));
const readSite = (path: string) => (existsSync(inSite(path)) ? readFileSync(inSite(path), 'utf8') : null);

/** Does what is asked. @param say hears of each lesson @throws {PlainError} where something is wrong, after all is said */
export async function runLessons({ what, id }: LessonsRequest, say: (text: string) => void): Promise<void> {
  const chosen = lessons.filter((lesson) => id === undefined || lesson.id === id);
  if (chosen.length === 0)
    throw new PlainError(
      `There is no lesson "${id}". There are: ${lessons.map((lesson) => lesson.id).join(', ')}.`,
    );
  const run = { check, record: recordMissing, solve }[what];
  const faults: string[] = [];
  for (const lesson of chosen) faults.push(...(await run(lesson, say)));
  if (faults.length > 0) throw new PlainError(faults.join('\n'));
}

async function check(lesson: Lesson, say: (text: string) => void): Promise<string[]> {
  const minutes = minutesOf(lesson);
  const missing = Object.entries(missingTexts(lesson)).filter(([, count]) => count > 0);
  say(
    [
      `${lesson.id}: ${lesson.steps.length} steps, about ${formatDuration(60 * minutes)} of the ${lesson.minutes} min it says`,
      ...missing.map(([language, count]) => `${count} texts lack ${language}`),
    ].join('; '),
  );
  const faults = lessonFaults(lesson, readSite);
  if (minutes > tolerance * lesson.minutes || minutes < lesson.minutes / (2 * tolerance))
    say(`${lesson.id}: says ${lesson.minutes} min, and reads as ${formatDuration(60 * minutes)}.`);
  return faults;
}

/** Records each training whose recording is not there, or is of another experiment or engine. */
async function recordMissing(lesson: Lesson, say: (text: string) => void): Promise<string[]> {
  for (const [at, step] of lesson.steps.entries()) {
    if (!step.train) continue;
    const path = recordingPath(lesson, step);
    const experiment = experimentAt(lesson, at);
    if (isRecorded(path, experiment)) continue;
    const out = inSite(path);
    mkdirSync(dirname(out), { recursive: true });
    const failure = writeOrPrint(out, await record(experiment, progressLine(1)));
    if (failure) return [failure];
    say(`${join('public', path)} is recorded.`);
  }
  return [];
}

function isRecorded(path: string, experiment: Experiment): boolean {
  const text = readSite(path);
  if (text === null) return false;
  const recorded = readRecording(text, path);
  return trainsAlike(recorded.experiment, experiment) && recorded.backend?.engineVersion === engineVersion;
}

/** Trains each exercise as it is solved, which must pass, and as it is given, which must not. */
async function solve(lesson: Lesson, say: (text: string) => void): Promise<string[]> {
  const faults: string[] = [];
  for (const [at, { id, exercise }] of lesson.steps.entries()) {
    if (!exercise) continue;
    const { experiment } = stageAt(lesson, at);
    for (const [name, tried, wanted] of [
      ['its solution', edited(experiment, exercise.solution), true],
      ['what it begins with', experiment, false],
    ] as const) {
      const { solved, told } = await graded(exercise, tried);
      say(`${lesson.id}/${id}: ${name} ${solved ? 'passes' : 'fails'}. ${told}`);
      if (solved !== wanted)
        faults.push(`${lesson.id}/${id}: ${name} ${solved ? 'passes' : 'fails'}, and must not.`);
    }
  }
  return faults;
}

/** Trains an experiment, and grades it. @returns what each requirement came to, for the terminal */
export async function graded(
  exercise: Exercise,
  experiment: Experiment,
): Promise<{ solved: boolean; told: string }> {
  const engine = openProcessorEngine();
  const line = progressLine(1);
  line.seed(experiment.seed);
  let results: Results | null = null;
  const done = await engine.run(
    { experiment, ownText: null, engine: 'processor' },
    {
      onProgress: line.show,
      onResults: (found) => {
        results = found;
      },
    },
  );
  line.done();
  await engine.close();
  if ('error' in done) throw new PlainError(done.error);
  if (!results) throw new Error('The engine told no results.');
  const best = gradeBest(exercise, { experiment, results });
  const told = best.graded.map(
    ({ requirement: { ask }, holds, has }) => `${ask}: ${has ?? ''} ${holds ? 'holds' : 'does not hold'}`,
  );
  return { solved: best.solved, told: `${best.run.name}: ${told.join('; ')}.` };
}
