/** What the page knows of the lesson that is on it, and what follows from that. */
import type { Outcome } from '../../lessons/measures';
import type { PagePart } from '../../lessons/parts';
import type { Answer } from '../../lessons/questions';
import type { Lesson, LessonStep } from '../../lessons/schema';
import type { Stage } from '../../lessons/stage';
import type { RunsState } from '../session/runsStore';

/** A prediction: locked in, it can no longer be changed. */
interface StepAnswer {
  value: Answer;
  locked: boolean;
}

/** A lesson on the page, at one of its steps. */
export interface OpenLesson {
  lesson: Lesson;
  /** From 0. */
  at: number;
  stage: Stage;
}

export interface LessonState {
  /** null where no lesson is on the page. */
  open: OpenLesson | null;
  /** By step id. */
  answers: Readonly<Record<string, StepAnswer>>;
  /** How far a recording that is played has grown; null where none is. */
  playing: { step: number; steps: number } | null;
  /** A lesson or a recording is being fetched. */
  fetching: boolean;
  /** Why the last one could not be had, for the reader. */
  error: string | null;
}

export const noLesson: LessonState = { open: null, answers: {}, playing: null, fetching: false, error: null };

/** Gives the step that is open; null where no lesson is. */
export const openStep = ({ open }: LessonState): LessonStep | null =>
  open ? (open.lesson.steps[open.at] ?? null) : null;

/** Tells whether the step asks for a prediction that is not locked in yet: nothing trains before. */
export function asksFirst(state: LessonState): boolean {
  const step = openStep(state);
  return Boolean(step?.question && step.train && !state.answers[step.id]?.locked);
}

/** Tells whether a part of the page takes no input in this step. */
export const isPartLocked = ({ open }: LessonState, part: PagePart): boolean =>
  open !== null && (open.stage.locked.includes(part) || open.stage.hidden.includes(part));

/** Tells whether the step's training has come to its end, here or in its recording, so that its question can be answered. */
export function isStepTrained(state: LessonState, runs: RunsState): boolean {
  const step = openStep(state);
  if (!step?.train) {
    // Before anything is trained there is nothing to wait for: such a question has its answer in itself.
    const waits = state.open?.stage.trainedIn !== null;
    return state.playing === null && (!waits || runs.recorded || runs.state === 'finished');
  }
  if (runs.recorded) return state.playing === null;
  return runs.state === 'finished' || (runs.state === 'paused' && hasReached(step, runs));
}

/** Tells whether a step's training has come to where the step ends it; false where only its experiment does. */
export function hasReached(
  { train }: LessonStep,
  { progress, curves }: Pick<RunsState, 'progress' | 'curves'>,
): boolean {
  const until = train?.until;
  if (!until) return false;
  if ('step' in until) return (progress?.step ?? 0) >= until.step;
  const { run, of } = until.measure;
  const own = curves[run];
  if (!own) return false;
  if (of === 'accuracy') return 100 * (own.accuracy.last?.value ?? 0) >= until.reaches;
  const loss = own.validation.last?.value ?? Number.POSITIVE_INFINITY;
  return (of === 'perplexity' ? Math.exp(loss) : loss) <= until.reaches;
}

/** What questions and exercises read of the page. */
export const outcomeOf = (
  experiment: Outcome['experiment'],
  { curves, captures, info }: RunsState,
): Outcome => ({
  experiment,
  results: { curves, captures, info },
});
