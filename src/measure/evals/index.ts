/** The registry of evaluations. A new one is a file beside this and a line here. */
import { choice } from './choice';
import { contextLength } from './contextLength';
import { lastWord } from './lastWord';
import { perplexity } from './perplexity';
import { skip } from './skip';
import type { Evaluation } from './types';

export type { Evaluation, Outcome, SeriesPoint } from './types';

/** In the order of the table's columns. */
export const evaluations: readonly Evaluation[] = [perplexity, contextLength, lastWord, choice, skip];

/** Lists those that fit the data. @param onTask whether a task is learned, and no text */
export const evaluationsFor = (onTask: boolean): Evaluation[] =>
  evaluations.filter(({ needsText }) => !(onTask && needsText));

/** Finds those with these ids, in the registry's order. Throws an Error naming the ids there are where one is unknown. */
export function getEvaluations(ids: readonly string[]): Evaluation[] {
  const unknown = ids.find((id) => !evaluations.some((evaluation) => evaluation.id === id));
  if (unknown !== undefined)
    throw new Error(
      `There is no evaluation "${unknown}". There are: ${evaluations.map((e) => e.id).join(', ')}.`,
    );
  return evaluations.filter(({ id }) => ids.includes(id));
}
