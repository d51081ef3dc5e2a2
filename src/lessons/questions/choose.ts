/** One of several sentences; the right one is told by the lesson, or by what the results show. */
import { z } from '../../zod';
import { claimHolds, claimSchema } from '../claims';
import { emptyText, lessonTextSchema } from '../text';
import type { QuestionKind } from './kind';

export const mostOptions = 6;

const schema = z.strictObject({
  kind: z.literal('choose'),
  prompt: lessonTextSchema,
  options: z
    .array(
      z.strictObject({
        text: lessonTextSchema,
        /** All of which hold where it is the right one; `true` or `false` where no result decides. */
        right: z.union([z.boolean(), z.array(claimSchema).min(1)]),
      }),
    )
    .min(2)
    .max(mostOptions),
});

export type ChooseQuestion = z.infer<typeof schema>;

/** The answer and the truth are places in the list of options. */
export const choose: QuestionKind<ChooseQuestion, number, number> = {
  schema,
  answerSchema: z
    .int()
    .min(0)
    .max(mostOptions - 1),
  blank: () => ({
    kind: 'choose',
    prompt: emptyText,
    options: [
      { text: { en: 'A' }, right: true },
      { text: { en: 'B' }, right: false },
    ],
  }),
  first: () => null,
  truth({ options }, outcome) {
    const right = options.map((option) => {
      if (typeof option.right === 'boolean') return option.right;
      const held = option.right.map((claim) => claimHolds(claim, outcome));
      return held.includes(null) ? null : held.every(Boolean);
    });
    if (right.includes(null)) return null;
    const place = right.indexOf(true);
    return place < 0 ? null : place;
  },
  holds: (_, answer, truth) => answer === truth,
};
