/** A curve over the steps, drawn by hand. */
import { totalSteps } from '../../experiment/schema';
import { words } from '../../format/words';
import { z } from '../../zod';
import { curveQuantitySchema, interpolated, type Outcome, shownCurve, usualMeasure } from '../measures';
import { emptyText, lessonTextSchema } from '../text';
import type { QuestionKind } from './kind';

const schema = z
  .strictObject({
    kind: z.literal('curve'),
    prompt: lessonTextSchema,
    run: z.string().max(40),
    of: curveQuantitySchema,
    /** The last step of the picture. */
    steps: z.int().min(1),
    /** Values at the lower and the upper edge of the picture. */
    from: z.number(),
    to: z.number(),
    /** Mean distance, in the unit of the curve, up to which an answer still holds. */
    tolerance: z.number().min(0),
  })
  .refine(({ from, to }) => from < to, {
    error: () => words('lesson.emptyRange', 'its range is empty'),
  });

export type CurveQuestion = z.infer<typeof schema>;

/** Points that are drawn: from the start to the last step, as far apart each. */
export const knots = 13;

/** The step of a point, from 0. */
export const knotStep = ({ steps }: Pick<CurveQuestion, 'steps'>, knot: number): number =>
  (steps * knot) / (knots - 1);

interface DrawnCurve {
  steps: number[];
  values: number[];
}

/** The answer has the value of each point; the truth is the run's curve, whole. */
export const curve: QuestionKind<CurveQuestion, number[], DrawnCurve> = {
  schema,
  answerSchema: z.array(z.number()).length(knots),
  blank({ experiment, run }) {
    const { of, from, to, tolerance } = usualMeasure(experiment);
    return { kind: 'curve', prompt: emptyText, run, of, steps: totalSteps(experiment), from, to, tolerance };
  },
  first: ({ from, to }) => Array.from({ length: knots }, () => (from + to) / 2),
  truth({ run, of, steps }, outcome) {
    const found = drawnSoFar({ run, of }, outcome);
    return found && (found.steps.at(-1) ?? 0) >= steps ? found : null;
  },
  holds: (question, answer, truth) => meanDistance(question, answer, truth) <= question.tolerance,
};

/** Gives what there is of the run's curve, while it grows too; null where there is nothing. */
export const drawnSoFar = (
  { run, of }: Pick<CurveQuestion, 'run' | 'of'>,
  outcome: Outcome,
): DrawnCurve | null => shownCurve(outcome, run, of);

/** Gives the mean distance between an answer and the curve over the points, in the unit of the curve. */
export function meanDistance(question: CurveQuestion, answer: readonly number[], truth: DrawnCurve): number {
  const apart = answer.map((value, knot) => Math.abs(value - interpolated(truth, knotStep(question, knot))));
  return apart.reduce((sum, one) => sum + one, 0) / apart.length;
}
