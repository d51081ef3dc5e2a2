/** What a kind of question is. A new one is a file beside this and an entry of the registry. */
import type { z } from '../../zod';
import type { Outcome } from '../measures';

/**
 * One way to ask for a prediction.
 * @template Q what a lesson says of such a question
 * @template A what a reader answers
 * @template T what the results answer
 */
export interface QuestionKind<Q, A, T> {
  schema: z.ZodType<Q>;
  answerSchema: z.ZodType<A>;
  /** The answer that a reader begins with; null where there is none to begin with. */
  first(question: Q): A | null;
  /** What the results say; null where they do not say it yet. */
  truth(question: Q, outcome: Outcome): T | null;
  /** Whether an answer holds, exactly or as near as the kind asks for. */
  holds(question: Q, answer: A, truth: T): boolean;
}
