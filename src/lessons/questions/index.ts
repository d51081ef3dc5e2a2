/** The registry of kinds of questions. */
import { z } from '../../zod';
import type { Outcome } from '../measures';
import { cell } from './cell';
import { choose } from './choose';
import { curve } from './curve';
import type { BlankAbout, QuestionKind } from './kind';
import { number } from './number';
import { rank } from './rank';

export const questionKinds = { choose, rank, number, curve, cell } as const;

export type QuestionKindId = keyof typeof questionKinds;

export const questionSchema = z.union([choose.schema, rank.schema, number.schema, curve.schema, cell.schema]);

export type Question = z.infer<typeof questionSchema>;

/** Gives a question of a kind for who writes one to change; null where what it asks about is not there. */
export const blankQuestion = (kind: QuestionKindId, about: BlankAbout): Question | null =>
  questionKinds[kind].blank(about);

/** An answer of any kind, as it is kept. */
export type Answer = number | string[] | number[];

// What a kind is made for is told by the question's own field.
const kindOf = ({ kind }: Question) => questionKinds[kind] as QuestionKind<Question, Answer, unknown>;

/** Gives the answer that a reader begins with; null where one must first be given. */
export const firstAnswer = (question: Question): Answer | null => kindOf(question).first(question);

/** Reads an answer that was kept; null where it is none to this question. */
export function readAnswer(question: Question, kept: unknown): Answer | null {
  const parsed = kindOf(question).answerSchema.safeParse(kept);
  return parsed.success ? parsed.data : null;
}

/** Gives what the results say, as the question's kind has it; null where they do not say it yet. */
export const questionTruth = (question: Question, outcome: Outcome): unknown =>
  kindOf(question).truth(question, outcome);

/** Tells whether an answer holds; null where the results do not tell yet. */
export function answerHolds(question: Question, answer: Answer, outcome: Outcome): boolean | null {
  const kind = kindOf(question);
  const truth = kind.truth(question, outcome);
  return truth === null ? null : kind.holds(question, answer, truth);
}
