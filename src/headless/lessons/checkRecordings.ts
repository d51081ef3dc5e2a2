/** Checks the recordings of a lesson: that they are there, of their steps, and tell what is asked of them. */
import { isEqual, mapValues } from 'es-toolkit';
import type { LabDocument } from '../../document/document';
import type { Outcome } from '../../lessons/measures';
import { questionTruth } from '../../lessons/questions';
import type { Lesson } from '../../lessons/schema';
import { type Stage, stageAt } from '../../lessons/stage';
import { Series } from '../../runtime/series';
import { readStepRecording, stepRecordings } from './recordings';

/** @returns what is wrong, each a sentence */
export function checkRecordings(lesson: Lesson): string[] {
  const recordings = new Map(stepRecordings([lesson]).map((one) => [one.step.id, readStepRecording(one)]));
  const faults = [...recordings.values()].filter((one) => typeof one === 'string');
  const asked = lesson.steps.flatMap((step, at) => {
    const stage = stageAt(lesson, at);
    const recorded = recordings.get((step.train ? step : stage.trainedIn)?.id ?? '');
    if (!recorded || typeof recorded === 'string') return [];
    return [
      ...(step.question ? answerFaults(step.question, stage, recorded) : []),
      ...missingEvaluations(step, recorded),
    ].map((text) => `step ${step.id}: ${text}`);
  });
  return [...faults, ...asked];
}

function answerFaults(
  question: NonNullable<Lesson['steps'][number]['question']>,
  { experiment }: Stage,
  recorded: LabDocument,
): string[] {
  if (questionTruth(question, outcomeOf(experiment, recorded)) === null)
    return ['its recording does not tell the answer.'];
  if (question.kind !== 'cell') return [];
  const tokens = recorded.captures[question.run]?.at(-1)?.tokens ?? [];
  return isEqual(tokens, question.tokens)
    ? []
    : [`its tokens are not those of its recording: ${JSON.stringify(tokens)}.`];
}

/** What a step evaluates must be in its recording, of every run that has not failed. */
const missingEvaluations = (
  { evaluate = [] }: Lesson['steps'][number],
  { experiment, results }: LabDocument,
): string[] =>
  evaluate
    .filter((id) =>
      experiment.runs.some((run) => !results.failures[run.id] && !results.evaluations[run.id]?.outcomes[id]),
    )
    .map((id) => `its recording lacks the evaluation "${id}".`);

/** What a question reads of a recording. */
const outcomeOf = (experiment: Outcome['experiment'], { results, captures }: LabDocument): Outcome => ({
  experiment,
  results: {
    info: results.info,
    captures,
    evaluations: results.evaluations,
    curves: mapValues(results.curves, ({ train, validation, accuracy }) => ({
      train: Series.of(train.steps, train.values),
      validation: Series.of(validation.steps, validation.values),
      accuracy: Series.of(accuracy.steps, accuracy.values),
    })),
  },
});
