/** A cell of an attention map: the token that a token attends to most. */

import { decodeMap } from '../../measure/capture';
import { z } from '../../zod';
import { emptyText, lessonTextSchema } from '../text';
import type { QuestionKind } from './kind';

/** Most tokens that are shown to choose from. */
export const mostTokens = 64;

const schema = z.strictObject({
  kind: z.literal('cell'),
  prompt: lessonTextSchema,
  run: z.string().max(40),
  /** From 0. */
  layer: z.int().min(0),
  head: z.int().min(0),
  /** The tokens of the probe, so that they can be shown before anything is captured. */
  tokens: z.array(z.string()).min(2).max(mostTokens),
  /** Place of the token that attends, from 0. */
  query: z.int().min(0),
});

export type CellQuestion = z.infer<typeof schema>;

/** The place of the key; in the truth with the weights of all keys up to the query. */
export const cell: QuestionKind<CellQuestion, number, { key: number; weights: number[] }> = {
  schema,
  answerSchema: z.int().min(0),
  blank: ({ run, tokens }) =>
    tokens && tokens.length > 1
      ? {
          kind: 'cell',
          prompt: emptyText,
          run,
          layer: 0,
          head: 0,
          tokens: tokens.slice(0, mostTokens),
          query: Math.min(tokens.length, mostTokens) - 1,
        }
      : null,
  first: () => null,
  truth({ run, layer, head, query }, { results }) {
    const capture = Object.hasOwn(results.captures, run) ? results.captures[run]?.at(-1) : undefined;
    const map = capture && decodeMap(capture, layer);
    if (!map) return null;
    const { length } = capture.tokens;
    const start = (head * length + query) * length;
    const weights = Array.from(map.subarray(start, start + query + 1));
    return { key: weights.indexOf(Math.max(...weights)), weights };
  },
  holds: (_, answer, { key }) => answer === key,
};
