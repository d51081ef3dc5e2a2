/** The stage of a step: what the page shows when it is entered, however that is. It is the merge of all steps up to it. */
import { difference, uniq } from 'es-toolkit';
import { probeFor } from '../data/corpora';
import { defaultView, fittedView, type View } from '../document/view';
import { trainsAlike } from '../experiment/edit';
import { readyExperiments } from '../experiment/ready';
import type { Experiment } from '../experiment/schema';
import { edited } from './edits';
import type { PagePart } from './parts';
import type { Lesson, LessonStep } from './schema';

export interface Stage {
  experiment: Experiment;
  view: View;
  hidden: readonly PagePart[];
  locked: readonly PagePart[];
  marks: readonly string[];
  /** The step whose training is shown; null where nothing is trained. */
  trainedIn: LessonStep | null;
  /** Ids of evaluations of what is shown that this step or a later one makes, and none before: they are not shown as it is entered. */
  unseen: readonly string[];
}

/**
 * Gives the stage of a step.
 * @param at place of the step, from 0
 * @throws Error where the lesson names what is not there, or an edit leaves no experiment
 */
export function stageAt(lesson: Lesson, at: number): Stage {
  const before = lesson.steps.slice(0, at);
  const own = stepAt(lesson, at);
  const experiment = experimentAt(lesson, at);
  const all = [...before, own];
  const view = Object.assign({}, defaultView, ...all.map((step) => step.view ?? {})) as View;
  const trained = before.findLastIndex(({ train }) => train !== undefined);
  const trainedIn = trained >= 0 && !own.train ? (before[trained] ?? null) : null;
  return {
    experiment,
    view: fittedView({ ...view, probe: probeFor(experiment.corpus, view.probe) }, experiment),
    hidden: last(all, 'hidden'),
    locked: last(all, 'locked'),
    marks: own.marks ?? [],
    trainedIn: trainedIn && trainsAlike(experimentAt(lesson, trained), experiment) ? trainedIn : null,
    unseen: unseenAt(lesson, at),
  };
}

/** Gives the evaluations that a step or one after it makes of the training that it shows, and none of that training makes before. */
function unseenAt({ steps }: Lesson, at: number): string[] {
  const first = Math.max(
    0,
    steps.findLastIndex(({ train }, i) => i <= at && train !== undefined),
  );
  const next = steps.findIndex(({ train }, i) => i > at && train !== undefined);
  const made = (from: number, to: number) => steps.slice(from, to).flatMap(({ evaluate }) => evaluate ?? []);
  return difference(uniq(made(at, next < 0 ? steps.length : next)), made(first, at));
}

/** @throws Error where the lesson has no such step */
function stepAt({ steps }: Lesson, at: number): LessonStep {
  const step = steps[at];
  if (!step) throw new Error(`The lesson has ${steps.length} steps; there is no step ${at + 1}.`);
  return step;
}

/** Gives the experiment of a step: the one last named, and all edits since. @throws Error as stageAt */
export function experimentAt({ experiments, steps }: Lesson, at: number): Experiment {
  const named = steps.findLastIndex((step, i) => i <= at && step.experiment !== undefined);
  const entry = experiments[steps[named]?.experiment ?? ''];
  if (!entry) throw new Error('The lesson names no experiment for this step.');
  const edits = steps.slice(named, at + 1).flatMap((step) => step.edits ?? []);
  return edited('ready' in entry ? ofReady(entry.ready) : entry, edits);
}

function ofReady(id: string): Experiment {
  const ready = readyExperiments.find((one) => one.id === id);
  if (!ready) throw new Error(`There is no ready experiment "${id}".`);
  return ready.experiment;
}

const last = (steps: readonly LessonStep[], field: 'hidden' | 'locked'): readonly PagePart[] =>
  steps.findLast((step) => step[field] !== undefined)?.[field] ?? [];

/**
 * Gives the path of the recording of a step's training, from the site's address: that of a ready experiment where it trains
 * alike, else the lesson's own.
 */
export function recordingPath(lesson: Lesson, step: LessonStep): string {
  const experiment = experimentAt(lesson, lesson.steps.indexOf(step));
  const ready = readyExperiments.find((one) => trainsAlike(one.experiment, experiment));
  return ready?.recording ?? `recordings/lessons/${lesson.id}-${step.id}.json`;
}
