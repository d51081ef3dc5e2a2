/** The runs in an order, the best first. */
import { sortBy } from 'es-toolkit';
import { z } from '../../zod';
import { better, measureSchema, measureValue, usualMeasure } from '../measures';
import { emptyText, lessonTextSchema } from '../text';
import type { QuestionKind } from './kind';

/** Most runs that a reader puts in order. */
const mostRuns = 8;

const schema = z.strictObject({
  kind: z.literal('rank'),
  prompt: lessonTextSchema,
  /** In the order in which they are first shown. */
  runs: z.array(z.string().max(40)).min(2).max(mostRuns),
  by: measureSchema.omit({ run: true }),
});

export type RankQuestion = z.infer<typeof schema>;

/** The runs' ids, the best first, each with its value in the truth. */
export const rank: QuestionKind<RankQuestion, string[], { run: string; value: number }[]> = {
  schema,
  answerSchema: z.array(z.string().max(40)).max(mostRuns),
  blank: ({ experiment }) =>
    experiment.runs.length < 2
      ? null
      : {
          kind: 'rank',
          prompt: emptyText,
          runs: experiment.runs.slice(0, mostRuns).map(({ id }) => id),
          by: { of: usualMeasure(experiment).of, at: 'end' },
        },
  first: ({ runs }) => [...runs],
  truth({ runs, by }, outcome) {
    const values = runs.flatMap((run) => {
      const value = measureValue({ ...by, run }, outcome);
      return value === null ? [] : [{ run, value }];
    });
    if (values.length < runs.length) return null;
    const sign = better(by.of) === 'low' ? 1 : -1;
    return sortBy(values, [({ value }) => sign * value]);
  },
  holds: (_, answer, truth) => answer.every((run, place) => truth[place]?.run === run),
};

/** Counts the pairs of runs that an answer has the other way round than the results, and all pairs. */
export function pairsSwapped(answer: readonly string[], truth: readonly { run: string }[]): [number, number] {
  const place = new Map(truth.map(({ run }, at) => [run, at]));
  let swapped = 0;
  let pairs = 0;
  for (const [i, a] of answer.entries())
    for (const b of answer.slice(i + 1)) {
      pairs++;
      if ((place.get(a) ?? 0) > (place.get(b) ?? 0)) swapped++;
    }
  return [swapped, pairs];
}
