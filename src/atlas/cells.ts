/** The cells of a plan: one run each, in the order in which they are trained. */
import { range, toMerged } from 'es-toolkit';
import type { Layer } from '../attention/layers';
import { probeFor } from '../data/corpora';
import { taskChoice } from '../data/tasks';
import { encodeLink } from '../document/link/link';
import { defaultView } from '../document/view';
import { type Experiment, parseExperiment } from '../experiment/schema';
import { stackName } from '../experiment/stackNames';
import { groupId } from './ids';
import { type Plan, type Subject, subjectId } from './plan';
import { sameStack, stackId, stacksOf } from './stacks';

export interface Cell {
  /** Subject, stack, size and seed with a "/" between them: the same whatever else is in the plan. */
  id: string;
  subject: string;
  stack: string;
  size: string;
  /** Of one run. */
  experiment: Experiment;
  /** Opens the experiment in the lab. */
  link: string;
  /** Id of the cell of this plan that computes the same, so that this one is not trained; null where it is. */
  sameAs: string | null;
}

/**
 * Expands a plan: the stacks that come first at every seed, then all others, seed by seed and stack by stack.
 * @throws Error for the reader with the cell and what its experiment cannot be
 */
export function cellsOf(plan: Plan): Cell[] {
  const stacks = stacksOf(plan.stacks);
  const ids = new Set(stacks.map(stackId));
  const firstIds = new Set(plan.first.map(stackId));
  const unknown = [...firstIds].find((id) => !ids.has(id));
  if (unknown !== undefined) throw new Error(`first: ${unknown} is none of the plan’s stacks.`);
  const subjectIds = plan.subjects.map(subjectId);
  const twice = subjectIds.find((id, i) => subjectIds.indexOf(id) < i);
  if (twice !== undefined) throw new Error(`subjects: ${twice} is there twice.`);

  const cell = (subject: Subject, layers: Layer[], size: Plan['sizes'][number], seed: number): Cell => {
    const [own, same] = [stackId(layers), stackId(sameStack(layers))];
    const name = subjectId(subject);
    const idOf = (stack: string) => [name, stack, size.id, seed].join('/');
    const experiment = experimentOf(plan, subject, layers, size, seed, idOf(own));
    return {
      id: idOf(own),
      subject: name,
      stack: own,
      size: size.id,
      experiment,
      link: linkOf(experiment),
      sameAs: own !== same && ids.has(same) ? idOf(same) : null,
    };
  };
  const cells = (of: Layer[][], seeds: readonly number[]) =>
    seeds.flatMap((seed) =>
      of.flatMap((layers) =>
        plan.sizes.flatMap((size) => plan.subjects.map((subject) => cell(subject, layers, size, seed))),
      ),
    );
  const isFirst = (layers: Layer[]) => firstIds.has(stackId(layers));
  const all = [
    ...cells(stacks.filter(isFirst), plan.seeds),
    ...cells(
      stacks.filter((layers) => !isFirst(layers)),
      plan.seeds,
    ),
  ];
  return plan.comparisons ? compared(all, plan.comparisons.flat()) : all;
}

/**
 * Picks the cells that are named, and those that they are the same as.
 * @param ids groupId of each @throws Error for the reader where there is none of a name
 */
function compared(all: readonly Cell[], ids: readonly string[]): Cell[] {
  const known = new Set(all.map(groupId));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw new Error(`comparisons: ${unknown} is none of the plan’s cells.`);
  const named = new Set(ids);
  const same = new Set(all.filter((cell) => named.has(groupId(cell))).map(({ sameAs }) => sameAs));
  return all.filter((cell) => named.has(groupId(cell)) || same.has(cell.id));
}

function experimentOf(
  { settings }: Plan,
  { task, knobs, text, steps }: Subject,
  layers: Layer[],
  { id: _, ...size }: Plan['sizes'][number],
  seed: number,
  cellId: string,
): Experiment {
  const choice = task === undefined ? null : taskChoice(task);
  const parsed = parseExperiment({
    version: 1,
    // Of a task they wait.
    corpus: text ?? 'stories',
    tokenizer: 'char',
    ...toMerged(settings, size),
    ...(steps !== undefined && { steps }),
    task: choice && { ...choice, knobs: { ...choice.knobs, ...knobs } },
    seed,
    runs: [{ id: 'run-1', name: stackName(layers), layers }],
  });
  if (!parsed.ok) throw new Error(`${cellId}: ${parsed.message}`);
  return parsed.experiment;
}

const linkOf = (experiment: Experiment): string =>
  encodeLink({
    experiment,
    view: {
      ...defaultView,
      probe: probeFor(experiment.corpus, defaultView.probe),
      unit: experiment.task ? 'accuracy' : defaultView.unit,
    },
    text: null,
    curves: null,
  });

/** The share of cells of one of several machines: every so many-th. */
export interface Shard {
  /** From 1. */
  index: number;
  of: number;
}

/** Picks the cells of a shard. */
export const cellsOfShard = (cells: readonly Cell[], { index, of }: Shard): Cell[] =>
  range(index - 1, cells.length, of).map((i) => cells[i] as Cell);
