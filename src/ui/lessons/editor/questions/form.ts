/** What the forms of all kinds of questions are given. */
import type { Run } from '../../../../experiment/schema';
import type { WrittenLanguage } from '../TextField';

export interface FormProps<Q> {
  question: Q;
  language: WrittenLanguage;
  /** Of the step's experiment. */
  runs: readonly Run[];
  /** Of the maps on the page; null while there are none. */
  tokens: readonly string[] | null;
  /** Takes the changed question. @returns why it is refused, or null */
  onChange(question: Q): string | null;
}
