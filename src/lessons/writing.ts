/**
 * Writing a lesson out of what is on the page. Each change keeps what every step shows: a step says only what differs from the one
 * before it, so that a step that is moved or removed has the others said anew.
 */
import { isEqual, pickBy } from 'es-toolkit';
import { defaultView, type View, viewOf } from '../document/view';
import type { Experiment } from '../experiment/schema';
import { edited, type LessonEdit } from './edits';
import { type Lesson, type LessonStep, lessonVersion } from './schema';
import { experimentAt, stageAt } from './stage';
import { emptyText } from './text';

/** What the page shows, as a step has it. */
export interface Seen {
  experiment: Experiment;
  view: View;
}

/** A step and what it shows. */
interface WrittenStep extends Seen {
  step: LessonStep;
}

/** Most steps of a lesson. */
export const mostSteps = 40;

/** Begins a lesson whose only step shows this. */
export function newLesson(id: string, title: string, stepTitle: string, seen: Seen): Lesson {
  const step = { id: 'step-1', title: { en: stepTitle }, body: emptyText } as LessonStep;
  const empty = {
    format: 'attention-lab-lesson',
    version: lessonVersion,
    id,
    place: 0,
    minutes: 1,
    title: { en: title },
    summary: emptyText,
  } as const;
  return saidAnew(empty, [{ ...seen, step }]);
}

/** Adds a step that shows this, after the one at `at`. @returns the lesson; the same where it has as many steps as there can be */
export function withStep(lesson: Lesson, at: number, title: string, seen: Seen): Lesson {
  if (lesson.steps.length >= mostSteps) return lesson;
  const ids = new Set(lesson.steps.map(({ id }) => id));
  let n = lesson.steps.length + 1;
  while (ids.has(`step-${n}`)) n++;
  const step = { id: `step-${n}`, title: { en: title }, body: emptyText } as LessonStep;
  return saidAnew(lesson, written(lesson).toSpliced(at + 1, 0, { ...seen, step }));
}

/** Has a step show this from now on; the others show what they did. */
export const shownAnew = (lesson: Lesson, at: number, seen: Seen): Lesson =>
  saidAnew(
    lesson,
    written(lesson).map((one, i) => (i === at ? { ...one, ...seen } : one)),
  );

/** Moves a step to another place. */
export function movedStep(lesson: Lesson, from: number, to: number): Lesson {
  const steps = written(lesson);
  const [moved] = steps.splice(from, 1);
  return moved ? saidAnew(lesson, steps.toSpliced(to, 0, moved)) : lesson;
}

/** Removes a step; the last one stays. */
export const withoutStep = (lesson: Lesson, at: number): Lesson =>
  lesson.steps.length > 1 ? saidAnew(lesson, written(lesson).toSpliced(at, 1)) : lesson;

/** Changes what a step says, not what it shows. */
export const withStepText = (
  lesson: Lesson,
  at: number,
  change: Partial<Omit<LessonStep, 'id' | 'experiment' | 'edits' | 'view'>>,
): Lesson => ({
  ...lesson,
  steps: lesson.steps.map((step, i) => (i === at ? { ...step, ...change } : step)),
});

/** What each step shows, with what it hides and locks said in full. */
const written = (lesson: Lesson): WrittenStep[] =>
  lesson.steps.map((step, at) => {
    const { view, hidden, locked } = stageAt(lesson, at);
    return {
      step: { ...step, hidden: [...hidden], locked: [...locked] },
      experiment: experimentAt(lesson, at),
      view,
    };
  });

function saidAnew(lesson: Omit<Lesson, 'experiments' | 'steps'>, all: readonly WrittenStep[]): Lesson {
  const experiments: Lesson['experiments'] = {};
  const steps = all.map(({ step, experiment, view }, i): LessonStep => {
    const { experiment: _, edits: __, view: ___, hidden, locked, ...rest } = step;
    const before = all[i - 1];
    const edits = before ? editsBetween(before.experiment, experiment) : null;
    if (edits === null) experiments[`experiment-${i + 1}`] = experiment;
    const from = before ? before.view : defaultView;
    const changed = pickBy(viewOf(view), (value, field) => !isEqual(value, from[field]));
    return {
      ...rest,
      ...(edits === null && { experiment: `experiment-${i + 1}` }),
      ...(edits && edits.length > 0 && { edits }),
      ...(Object.keys(changed).length > 0 && { view: changed as LessonStep['view'] }),
      ...(!isEqual(hidden ?? [], before?.step.hidden ?? []) && { hidden: hidden ?? [] }),
      ...(!isEqual(locked ?? [], before?.step.locked ?? []) && { locked: locked ?? [] }),
    };
  });
  return { ...lesson, experiments, steps };
}

/** Gives the edits that lead from one experiment to another; null where a lesson's edits do not, and the other one is named whole. */
export function editsBetween(before: Experiment, after: Experiment): LessonEdit[] | null {
  const { version: _, runs: __, model, ...settings } = after;
  const set = pickBy(settings, (value, key) => !isEqual(value, before[key]));
  const setModel = pickBy(model, (value, key) => !isEqual(value, before.model[key]));
  const kept = new Set(after.runs.map(({ id }) => id));
  const edits: LessonEdit[] = [
    ...before.runs.filter(({ id }) => !kept.has(id)).map(({ id }) => ({ do: 'remove', run: id }) as const),
    ...(Object.keys(setModel).length > 0 ? [{ do: 'setModel', to: setModel } as const] : []),
    ...(Object.keys(set).length > 0 ? [{ do: 'set', to: set } as const] : []),
    ...after.runs.flatMap(({ id, name, layers }): LessonEdit[] => {
      const old = before.runs.find((run) => run.id === id);
      const variants = layers.flatMap(({ variant }, layer): LessonEdit[] =>
        old?.layers[layer]?.variant === variant ? [] : [{ do: 'setVariant', run: id, layer, variant }],
      );
      return old?.name === name && variants.length === 0
        ? []
        : [...variants, { do: 'rename', run: id, name }];
    }),
  ];
  try {
    return isEqual(edited(before, edits), after) ? edits : null;
  } catch {
    // What they make on the way is no experiment.
    return null;
  }
}
