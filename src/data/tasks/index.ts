// The registry of tasks. A new one is a file beside this and a line here.

import { entryName, words } from '../../format/words';
import { Random } from '../random';
import { copyAfterGap } from './copyAfterGap';
import { dyck } from './dyck';
import { induction } from './induction';
import { lookBack } from './lookBack';
import { majority } from './majority';
import { modularAddition } from './modularAddition';
import { recall } from './recall';
import { selectiveCopy } from './selectiveCopy';
import { sort } from './sort';
import type { RightKeys, Task, TaskSample } from './task';

export type { RightKeys, Task, TaskSample } from './task';

/** From what attention is needed for most to what it is needed for least. */
export const tasks: readonly Task[] = [
  recall,
  induction,
  copyAfterGap,
  selectiveCopy,
  dyck,
  lookBack,
  modularAddition,
  sort,
  majority,
];

/** A task with its knobs set, as an experiment stores it. */
export interface TaskChoice {
  id: string;
  knobs: Record<string, number>;
}

/** A chosen task with its knobs taken in. */
export interface ChosenTask {
  task: Task;
  /** What the token with each id is called. */
  tokens: readonly string[];
  smallestContext: number;
  /** See Task.chance. */
  chance: number;
  sample(random: Random, context: number): TaskSample;
  /** See Task.rightKeys; null where the task has none. */
  rightKeys: ((tokens: Int32Array) => RightKeys) | null;
}

/** Finds the task with this id. @throws Error naming the ids there are */
export function getTask(id: string): Task {
  const task = tasks.find((candidate) => candidate.id === id);
  if (task) return task;
  throw new Error(`There is no task "${id}". There are: ${tasks.map((t) => t.id).join(', ')}.`);
}

/** Chooses a task with each knob at its default. @throws Error where the id is unknown */
export function taskChoice(id: string): TaskChoice {
  const entries = Object.entries(getTask(id).knobs).map(([name, knob]) => [name, knob.default] as const);
  return { id, knobs: Object.fromEntries(entries) };
}

/** Makes a choice ready for use. @param choice one that checkTaskChoice finds nothing wrong with */
export function chosenTask({ id, knobs }: TaskChoice): ChosenTask {
  const task = getTask(id);
  const { rightKeys } = task;
  return {
    task,
    tokens: task.tokens(knobs),
    smallestContext: task.smallestContext(knobs),
    chance: task.chance(knobs),
    sample: (random, context) => task.sample(random, context, knobs),
    rightKeys: rightKeys && ((tokens) => rightKeys(tokens, knobs)),
  };
}

/** Finds the right keys of tokens by their names; null where the task has none. */
export function rightKeysOf(choice: TaskChoice, names: readonly string[]): RightKeys | null {
  const { rightKeys, tokens } = chosenTask(choice);
  return rightKeys?.(Int32Array.from(names, (name) => tokens.indexOf(name))) ?? null;
}

/** Says what a task's knob is called, in the reader's language. */
export const knobName = ({ id, knobs }: Pick<Task, 'id' | 'knobs'>, knob: string): string =>
  words(`tasks.${id}.${knob}.name`, knobs[knob]?.name ?? knob);

/** Checks a choice. @returns the path to what is wrong with it and a sentence; null where nothing is */
export function checkTaskChoice({ id, knobs }: TaskChoice): { path: string[]; message: string } | null {
  const task = tasks.find((candidate) => candidate.id === id);
  if (!task) {
    const ids = tasks.map((t) => t.id).join(', ');
    const message = words('task.unknown', 'There is no task "{{task}}". There are: {{ids}}.', {
      task: id,
      ids,
    });
    return { path: ['id'], message };
  }
  const unknown = Object.keys(knobs).find((name) => !Object.hasOwn(task.knobs, name));
  if (unknown !== undefined) {
    const message = words('task.noKnob', '{{task}} has no setting "{{knob}}". It has: {{knobs}}.', {
      task: entryName('tasks', task),
      knob: unknown,
      knobs: Object.keys(task.knobs).join(', '),
    });
    return { path: ['knobs', unknown], message };
  }
  for (const [name, knob] of Object.entries(task.knobs)) {
    const value = Object.hasOwn(knobs, name) ? knobs[name] : undefined;
    if (value === undefined || !knob.values.includes(value))
      return {
        path: ['knobs', name],
        message: words('task.knobValue', '{{knob}}: give one of {{values}}.', {
          knob: knobName(task, name),
          values: knob.values.join(', '),
        }),
      };
  }
  return null;
}

/** Makes the nth sample to be shown, from a stream that no training draws from. @param seed of the experiment */
export function shownSample(choice: TaskChoice, context: number, seed: number, n: number): TaskSample {
  return chosenTask(choice).sample(new Random(seed).fork(`shown ${n}`), context);
}
