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
  /** The step's training has a recording to play: a lesson that was written here may have none. */
  hasRecording: boolean;
  /** A lesson or a recording is being fetched. */
  fetching: boolean;
  /** Why the last one could not be had, for the reader. */
  error: string | null;
}

export const noLesson: LessonState = {
  open: null,
  answers: {},
  playing: null,
  hasRecording: false,
  fetching: false,
  error: null,
};

/** Gives the step that is open; null where no lesson is. */
export const openStep = ({ open }: LessonState): LessonStep | null =>
  open ? (open.lesson.steps[open.at] ?? null) : null;

/** Tells whether the step asks for a prediction that is not locked in yet: nothing trains and nothing is measured before. */
export function asksFirst(state: LessonState): boolean {
  const step = openStep(state);
  return Boolean(
    step?.question && (step.train || step.evaluate || step.without) && !state.answers[step.id]?.locked,
  );
}

/** Tells whether a part of the page takes no input in this step. */
export const isPartLocked = ({ open }: LessonState, part: PagePart): boolean =>
  open !== null && (open.stage.locked.includes(part) || open.stage.hidden.includes(part));

/**
 * Tells whether what the step shows has come to its end, here or in its recording: its own training, or the one before that it shows.
 * Where nothing is trained there is nothing to wait for.
 */
export function isStepTrained(state: LessonState, runs: RunsState): boolean {
  const step = openStep(state);
  const trained = step?.train ? step : state.open?.stage.trainedIn;
  if (state.playing) return false;
  if (!trained) return true;
  return runs.recorded || runs.state === 'finished' || (runs.state === 'paused' && hasReached(trained, runs));
}

/** Tells whether all that the step evaluates is there, of every run that has not failed. */
export const isStepEvaluated = (
  { evaluate = [] }: Pick<LessonStep, 'evaluate'>,
  { runs }: Outcome['experiment'],
  { evaluations, failures }: Pick<RunsState, 'evaluations' | 'failures'>,
): boolean =>
  evaluate.every((id) => runs.every((run) => failures[run.id] || evaluations[run.id]?.outcomes[id]));

/** Tells whether the step has all that answers its question: it is trained, and evaluated where it evaluates. */
export function isStepDone(state: LessonState, runs: RunsState): boolean {
  const step = openStep(state);
  if (!isStepTrained(state, runs)) return false;
  return !step?.evaluate || !state.open || isStepEvaluated(step, state.open.stage.experiment, runs);
}

/** Tells whether a step's training has come to where the step ends it; false where only its experiment does. */
export function hasReached(
  { train }: LessonStep,
  { progress, curves, state }: Pick<RunsState, 'progress' | 'curves' | 'state'>,
): boolean {
  const until = train?.until;
  if (!until) return false;
  if ('click' in until) return state === 'paused' && (progress?.step ?? 0) > 0;
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
  { curves, captures, info, evaluations }: RunsState,
): Outcome => ({
  experiment,
  results: { curves, captures, info, evaluations },
});
