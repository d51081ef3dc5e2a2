/** What the widgets of all kinds of questions are given. */

import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import type { Outcome } from '../../../lessons/measures';
import { type RunStyle, runStyle } from '../../runStyle';

export interface WidgetProps<Q, A, T> {
  question: Q;
  /** null where none is given yet. */
  answer: A | null;
  /** The answer can no longer be changed. */
  locked: boolean;
  onAnswer(answer: A): void;
  /** What the results say, once the answer is locked in and the training is at its end; null before. */
  truth: T | null;
  /** What there is of the results by now; null before the answer is locked in. */
  outcome: Outcome | null;
  names: RunNames;
  /** How many of the room chose each option, where those who present show it. */
  room?: readonly number[] | undefined;
}

/** Names and styles of runs by their ids. */
export interface RunNames {
  name(run: string): string;
  style(run: string): RunStyle;
}

/** Gives names and styles of an experiment's runs; a run that it lacks has its id and the first style. */
export const runNames = (runs: readonly Run[], dark: boolean): RunNames => ({
  name: (id) => runs.find((run) => run.id === id)?.name ?? id,
  style: (id) => runStyle(styleOf(runs, id), dark),
});
