// What a synthetic task is: sequences made by a rule, some of whose positions have exactly one right answer.

import type { Random } from '../random';

/** One way to make a task easier or harder, out of a few values. */
interface Knob {
  /** What stands for it in a link: its own among the task's for ever. Above 0. */
  linkCode: number;
  name: string;
  help: string;
  /** Rising, one of them the default. */
  values: readonly number[];
  default: number;
}

/** One sequence and what is asked in it, `context` entries each. */
export interface TaskSample {
  tokens: Int32Array;
  /** The right answer at each position, given the tokens up to there; -1 where none is due. At least one is. */
  targets: Int32Array;
  /** Further answers that are asked for in training alone, to show the way, and never counted; -1 where none is. */
  hints: Int32Array;
}

/**
 * For each position of a sequence the keys that hold what its answer is made of, from 0 and rising, none later than itself; null
 * where no answer is due.
 */
export type RightKeys = readonly (readonly number[] | null)[];

/** @template K names of the knobs, as the experiment stores them */
export interface Task<K extends string = string> {
  id: string;
  /** What stands for it in a link: its own for ever. */
  linkCode: number;
  name: string;
  /** In one plain sentence what of attention it needs: mixing, its form, or weights that depend on the sequence. */
  isolates: string;
  knobs: Readonly<Record<K, Knob>>;
  /** The token with each id, as it is shown: short, without white space, no two alike. */
  tokens(knobs: Readonly<Record<K, number>>): readonly string[];
  /** The shortest sequence that can be asked anything. */
  smallestContext(knobs: Readonly<Record<K, number>>): number;
  /**
   * Computes how often the best guess from the current token alone is right, from 0 to 1: what a model that mixes nothing can
   * reach.
   */
  chance(knobs: Readonly<Record<K, number>>): number;
  /** Draws a fresh sequence. @param context at least smallestContext */
  sample(random: Random, context: number, knobs: Readonly<Record<K, number>>): TaskSample;
  /**
   * Finds the right keys of a sequence from its tokens alone, also of one that a person wrote: where it breaks the rule, there are
   * none. null where a right answer is tied to no key.
   */
  rightKeys: ((tokens: Int32Array, knobs: Readonly<Record<K, number>>) => RightKeys) | null;
}

/** Checks a task against its own knobs' names. */
export const defineTask = <K extends string>(task: Task<K>): Task => task;
