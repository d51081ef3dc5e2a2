/** Trains what the steps of lessons train, and writes the recordings that are missing or not of their steps. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { uniqBy } from 'es-toolkit';
import { writeOrPrint } from '../../../scripts/lib/outputs.mjs';
import { PlainError } from '../../../scripts/lib/process.mjs';
import { totalSteps } from '../../experiment/schema';
import { formatCount } from '../../format/numbers';
import { formatDuration } from '../../format/times';
import { progressLine } from '../progressLine';
import { record } from '../recordExperiment';
import { askedLessons } from './lessonFiles';
import { readStepRecording, type StepRecording, sitePath, stepRecordings } from './recordings';

/**
 * Records one after the other: a training takes every core itself.
 * @param ids of lessons; all without any
 * @throws {PlainError} where a lesson cannot be read, or a recording cannot be made
 */
export async function recordLessons(ids: readonly string[]): Promise<void> {
  const all = uniqBy(stepRecordings(askedLessons(ids)), ({ path }) => path);
  const due = all.filter((one) => typeof readStepRecording(one) === 'string');
  console.log(`${all.length - due.length} recordings are there, ${due.length} are to be made.`);
  for (const one of due) await recordStep(one);
}

async function recordStep(one: StepRecording): Promise<void> {
  const { stage, path } = one;
  if (!path.startsWith('recordings/lessons/'))
    throw new PlainError(
      `${path} is of a ready experiment: docs/adding-a-ready-experiment.md says how to record it.`,
    );
  const started = performance.now();
  const steps = formatCount(totalSteps(stage.experiment));
  console.log(`${path}: ${stage.experiment.runs.length} runs of ${steps} steps`);
  const text = await record(stage.experiment, progressLine(1), stage.view);
  const file = sitePath(path);
  mkdirSync(dirname(file), { recursive: true });
  const failure = writeOrPrint(file, text);
  if (failure) throw new PlainError(failure);
  const wrong = readStepRecording(one);
  if (typeof wrong === 'string') throw new PlainError(wrong);
  console.log(`  written in ${formatDuration((performance.now() - started) / 1000)}`);
}
