/** What a kind of question is. A new one is a file beside this and an entry of the registry. */
import type { Experiment } from '../../experiment/schema';
import type { z } from '../../zod';
import type { Outcome } from '../measures';

/** What a question that is being written is about. */
export interface BlankAbout {
  experiment: Experiment;
  /** Id of the run that is chosen on the page. */
  run: string;
  /** Of that run's maps; null while there are none. */
  tokens: readonly string[] | null;
}

/**
 * One way to ask for a prediction.
 * @template Q what a lesson says of such a question
 * @template A what a reader answers
 * @template T what the results answer
 */
export interface QuestionKind<Q, A, T> {
  schema: z.ZodType<Q>;
  answerSchema: z.ZodType<A>;
  /** A question of this kind for who writes one to change; null where what is asked about is not there. */
  blank(about: BlankAbout): Q | null;
  /** The answer that a reader begins with; null where there is none to begin with. */
  first(question: Q): A | null;
  /** What the results say; null where they do not say it yet. */
  truth(question: Q, outcome: Outcome): T | null;
  /** Whether an answer holds, exactly or as near as the kind asks for. */
  holds(question: Q, answer: A, truth: T): boolean;
}
