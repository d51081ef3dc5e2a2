/** What the widgets of all kinds of questions are given. */
import type { Outcome } from '../../../lessons/measures';
import type { RunStyle } from '../../runStyle';

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
}

/** Names and styles of runs by their ids. */
export interface RunNames {
  name(run: string): string;
  style(run: string): RunStyle;
}
