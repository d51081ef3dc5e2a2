/** What the space key does in the hall: one key for all that a step waits for. */
import { isStepDone, isStepTrained, type LessonState, openStep } from '../lessons/lessonState';
import type { RunsState } from '../session/runsStore';

export type SpaceAct = 'lockIn' | 'train' | 'play' | 'evaluate' | 'showAll' | 'pause' | 'nothing';

/** @param seconds that the step's training takes here; null where that is not known */
export function spaceAct(lesson: LessonState, runs: RunsState, seconds: number | null): SpaceAct {
  if (lesson.playing) return 'showAll';
  if (runs.state === 'training' || runs.state === 'loading') return 'pause';
  const step = openStep(lesson);
  if (step?.question && !lesson.answers[step.id]?.locked) return 'lockIn';
  if (!step || step.exercise) return runs.state === 'finished' ? 'nothing' : 'train';
  if (isStepTrained(lesson, runs)) return isStepDone(lesson, runs) ? 'nothing' : 'evaluate';
  if (!step.train) return 'nothing';
  const begun = runs.state === 'paused' && !runs.recorded;
  // No hall waits for a machine.
  return lesson.hasRecording && !begun && seconds !== null && seconds > step.train.patience
    ? 'play'
    : 'train';
}
