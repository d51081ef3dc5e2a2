// When a step of a lesson tells what is right: at once where nothing is trained that it waits for, else after the training.
import { expect, it } from 'vitest';
import { isStepTrained, type LessonState, noLesson } from '../../src/app/lessons/lessonState';
import { createRunsStore, type RunsState } from '../../src/app/session/runsStore';
import { lessons } from '../../src/lessons';
import { stageAt } from '../../src/lessons/stage';

/** A lesson of the lab at one of its steps. */
function at(lessonId: string, stepId: string): LessonState {
  const lesson = lessons.find(({ id }) => id === lessonId);
  if (!lesson) throw new Error(`There is no lesson ${lessonId}.`);
  const place = lesson.steps.findIndex(({ id }) => id === stepId);
  return { ...noLesson, open: { lesson, at: place, stage: stageAt(lesson, place) } };
}
const runs = (change: Partial<RunsState> = {}): RunsState => ({ ...createRunsStore().getState(), ...change });

it('tells at once what no training answers', () => {
  expect(isStepTrained(at('attention', 'by-hand'), runs())).toBe(true);
});

it('waits for the training of a step, and for one before it whose results the step shows', () => {
  expect(isStepTrained(at('attention', 'predict'), runs())).toBe(false);
  expect(isStepTrained(at('heads', 'where'), runs())).toBe(false);
  expect(isStepTrained(at('heads', 'where'), runs({ recorded: true }))).toBe(true);
});

it('tells nothing while a recording grows', () => {
  const growing = { ...at('attention', 'predict'), playing: { step: 3, steps: 200 } };
  expect(isStepTrained(growing, runs({ recorded: true }))).toBe(false);
});
