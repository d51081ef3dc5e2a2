/** Exercises, which are graded by training: what is asked of the reader's experiment, and of what its training came to. */
import { variantIds } from '../attention/variants';
import type { Run } from '../experiment/schema';
import { z } from '../zod';
import { editSchema } from './edits';
import { better, curveQuantitySchema, measureValue, type Outcome } from './measures';
import { lessonTextSchema } from './text';

/** One thing that is asked of a run; what the reader is told where it does not hold stands beside it. */
export const requirementSchema = z.discriminatedUnion('ask', [
  /** What the training comes to, at the end. */
  z.strictObject({
    ask: z.literal('reaches'),
    of: curveQuantitySchema,
    bound: z.number(),
    hint: lessonTextSchema,
  }),
  /** Layers of a variant, at most; at least, where so many must be there. */
  z.strictObject({
    ask: z.literal('layersOf'),
    variant: z.enum(variantIds),
    atMost: z.int().min(0).optional(),
    atLeast: z.int().min(0).optional(),
    hint: lessonTextSchema,
  }),
  z.strictObject({ ask: z.literal('parameters'), below: z.int().min(1), hint: lessonTextSchema }),
  z.strictObject({ ask: z.literal('task'), id: z.string(), hint: lessonTextSchema }),
  z.strictObject({ ask: z.literal('steps'), atMost: z.int().min(1), hint: lessonTextSchema }),
]);

export type Requirement = z.infer<typeof requirementSchema>;

export const exerciseSchema = z.strictObject({
  /** All of which one run must meet. */
  requirements: z.array(requirementSchema).min(1),
  /** Edits of the step's experiment that solve it, for those who write lessons to check it with. */
  solution: z.array(editSchema).min(1),
});

export type Exercise = z.infer<typeof exerciseSchema>;

/** How a requirement stands: `null` while nothing is trained that tells. */
export interface Graded {
  requirement: Requirement;
  holds: boolean | null;
  /** What the run has, in the requirement's unit; null where that is not known. */
  has: number | null;
}

/** Tells whether anything was trained, so that an exercise can be graded: before, what holds by itself is no merit. */
export const isTried = ({ results }: Outcome): boolean =>
  Object.values(results.curves).some(({ train }) => train.last !== null);

/** Grades one run. */
export function gradeRun({ requirements }: Exercise, run: Run, outcome: Outcome): Graded[] {
  return requirements.map((requirement) => {
    const [has, holds] = measured(requirement, run, outcome);
    return { requirement, has, holds };
  });
}

function measured(asked: Requirement, run: Run, outcome: Outcome): [number | null, boolean | null] {
  const { experiment, results } = outcome;
  switch (asked.ask) {
    case 'reaches': {
      const value = measureValue({ run: run.id, of: asked.of, at: 'end' }, outcome);
      if (value === null) return [null, null];
      return [value, better(asked.of) === 'low' ? value <= asked.bound : value >= asked.bound];
    }
    case 'layersOf': {
      const count = run.layers.filter(({ variant }) => variant === asked.variant).length;
      return [count, count <= (asked.atMost ?? count) && count >= (asked.atLeast ?? 0)];
    }
    case 'parameters': {
      const count = results.info?.parameters[run.id];
      return count === undefined ? [null, null] : [count, count < asked.below];
    }
    case 'task':
      return [null, experiment.task?.id === asked.id];
    case 'steps':
      return [
        experiment.steps + experiment.moreSteps,
        experiment.steps + experiment.moreSteps <= asked.atMost,
      ];
  }
}

/** Grades every run, and gives the one that meets most: the earliest of those that meet as many. */
export function gradeBest(
  exercise: Exercise,
  outcome: Outcome,
): { run: Run; graded: Graded[]; solved: boolean } {
  const all = outcome.experiment.runs.map((run) => ({ run, graded: gradeRun(exercise, run, outcome) }));
  const met = ({ graded }: { graded: Graded[] }) => graded.filter(({ holds }) => holds === true).length;
  const [first, ...others] = all;
  if (!first) throw new Error('An experiment has at least one run.');
  const best = others.reduce((best, one) => (met(one) > met(best) ? one : best), first);
  return { ...best, solved: best.graded.every(({ holds }) => holds === true) };
}
