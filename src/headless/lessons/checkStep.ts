/** Checks what one step names: runs, layers, heads and parts of the page that are there. */
import { uniq } from 'es-toolkit';
import { tasks } from '../../data/tasks';
import { chosenRun, dockTabs, railTabs } from '../../document/view';
import { edited } from '../../lessons/edits';
import { evaluationOf } from '../../lessons/measures';
import type { LessonStep } from '../../lessons/schema';
import type { Stage } from '../../lessons/stage';
import { evaluationsFor } from '../../measure/evals';

/** Ids of the page's registries, which stand above all that runs without a page. */
export interface PageIds {
  panels: readonly string[];
  actions: readonly string[];
}

/**
 * Checks a step.
 * @param runs ids that its edits can name
 * @returns what is wrong, each a sentence
 */
export function checkStep(
  step: LessonStep,
  stage: Stage,
  runs: ReadonlySet<string>,
  page: PageIds,
): string[] {
  const own = new Set(stage.experiment.runs.map(({ id }) => id));
  const missing = (ids: Iterable<string>, there: ReadonlySet<string>, what: string) =>
    [...new Set(ids)]
      .filter((id) => !there.has(id))
      .map((id) => `${what} names the run "${id}", which is not there.`);
  return [
    ...(step.marks ?? [])
      .filter((mark) => !isThere(mark, stage, page))
      .map((mark) => `nothing on the page is "${mark}".`),
    ...missing(
      (step.edits ?? []).flatMap((one) => ('run' in one ? one.run : [])),
      runs,
      'an edit',
    ),
    ...missing(runsIn(step.question), own, 'the question'),
    ...missing(runsIn(step.train), own, 'the end of the training'),
    ...missing(step.without ? [step.without.run] : [], own, 'what is switched off'),
    ...missing(step.view?.runId ? [step.view.runId as string] : [], own, 'the view'),
    ...cellFaults(step, stage),
    ...evaluationFaults(step, stage),
    ...unevaluated(step),
    ...withoutFaults(step, stage),
    ...exerciseFaults(step, stage),
  ];
}

function isThere(mark: string, { experiment, view }: Stage, page: PageIds): boolean {
  const [kind, ...names] = mark.split(':');
  const [first = '', second = ''] = names;
  switch (kind) {
    case 'panel':
      return page.panels.includes(first);
    case 'action':
      return page.actions.includes(first);
    case 'tab':
      return [...railTabs, ...dockTabs].some((id) => id === first);
    case 'run':
      return experiment.runs.some(({ id }) => id === first);
    case 'layer':
      return Number(second) < (experiment.runs.find(({ id }) => id === first)?.layers.length ?? 0);
    case 'map':
      return (
        Number(first) < chosenRun(experiment.runs, view.runId).layers.length &&
        Number(second) < experiment.model.heads
      );
    default:
      return true;
  }
}

/** Finds the runs that measures, claims and questions name. */
function runsIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'run' in part && typeof part.run === 'string' ? [part.run] : [];
  const ranked = 'runs' in part && Array.isArray(part.runs) ? (part.runs as string[]) : [];
  return [...own, ...ranked, ...Object.values(part).flatMap(runsIn)];
}

function cellFaults({ question }: LessonStep, { experiment }: Stage): string[] {
  if (question?.kind !== 'cell') return [];
  const { run, layer, head, query, tokens } = question;
  const layers = experiment.runs.find(({ id }) => id === run)?.layers.length ?? 0;
  return [
    ...(layer < layers && head < experiment.model.heads
      ? []
      : ['the question asks for a map that is not there.']),
    ...(query < tokens.length ? [] : ['the question asks for a token that is not there.']),
  ];
}

function evaluationFaults({ train, evaluate = [] }: LessonStep, { experiment, trainedIn }: Stage): string[] {
  if (evaluate.length === 0) return [];
  const suited = evaluationsFor(experiment.task !== null).map(({ id }) => id);
  return [
    ...(train || trainedIn ? [] : ['it evaluates, and neither it nor a step before trains what it shows.']),
    ...evaluate
      .filter((id) => !suited.includes(id))
      .map((id) => `the evaluation "${id}" needs a text, and it trains on a task.`),
  ];
}

/** What a question asks of an evaluation, the reader must make in its step. */
function unevaluated({ question, evaluate = [] }: LessonStep): string[] {
  const asked = uniq(quantitiesIn(question).map(evaluationOf));
  return asked
    .filter((id) => id !== null && !evaluate.includes(id))
    .map((id) => `the question reads the evaluation "${id}", which the step does not make.`);
}

/** Finds the quantities that measures and claims name. */
function quantitiesIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'of' in part && typeof part.of === 'string' ? [part.of] : [];
  return [...own, ...Object.values(part).flatMap(quantitiesIn)];
}

function withoutFaults({ train, without }: LessonStep, { experiment, trainedIn }: Stage): string[] {
  if (!without) return [];
  const { run, layers = [], heads = [] } = without;
  const count = experiment.runs.find(({ id }) => id === run)?.layers.length ?? 0;
  const isThere =
    layers.every((layer) => layer < count) &&
    heads.every(([layer, head]) => layer < count && head < experiment.model.heads);
  return [
    ...(train || trainedIn
      ? []
      : ['it switches parts off, and neither it nor a step before trains the run.']),
    ...(isThere ? [] : ['it switches off a layer or a head that is not there.']),
  ];
}

function exerciseFaults({ exercise }: LessonStep, { experiment }: Stage): string[] {
  if (!exercise) return [];
  // What the solution makes must be an experiment.
  edited(experiment, exercise.solution);
  return exercise.requirements.flatMap((asked) =>
    asked.ask === 'task' && !tasks.some(({ id }) => id === asked.id)
      ? [`there is no task "${asked.id}".`]
      : [],
  );
}
