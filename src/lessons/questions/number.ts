/** A number, on a slider of a range. */

import { words } from '../../format/words';
import { z } from '../../zod';
import { measureSchema, measureValue, usualMeasure } from '../measures';
import { emptyText, lessonTextSchema } from '../text';
import type { QuestionKind } from './kind';

const schema = z
  .strictObject({
    kind: z.literal('number'),
    prompt: lessonTextSchema,
    measure: measureSchema,
    from: z.number(),
    to: z.number(),
    /** Between two numbers that can be given. */
    step: z.number().positive(),
    /** How far from the truth an answer may be that still holds. */
    tolerance: z.number().min(0),
  })
  .refine(({ from, to, step }) => from < to && step <= to - from, {
    error: () => words('lesson.shortRange', 'its range has no room for a step'),
  });

export type NumberQuestion = z.infer<typeof schema>;

export const number: QuestionKind<NumberQuestion, number, number> = {
  schema,
  answerSchema: z.number(),
  blank({ experiment, run }) {
    const { of, ...range } = usualMeasure(experiment);
    const measure = { run, of, at: 'end' } as const;
    return { kind: 'number', prompt: emptyText, measure, ...range };
  },
  first: ({ from, to, step }) => from + step * Math.round((to - from) / step / 2),
  truth: ({ measure }, outcome) => measureValue(measure, outcome),
  // A share of 0.55 is 55.00000000000001 percent.
  holds: ({ tolerance }, answer, truth) => Math.abs(answer - truth) <= tolerance + 1e-9,
};
