/** What a stored sweep is: what was chosen, the experiment it is over, and a few numbers of each run that is done. */
import { experimentSchema, limits, runSchema } from '../experiment/schema';
import { sweepChoiceSchema, sweepLimits } from '../experiment/sweeps/choice';
import { words } from '../format/words';
import { z } from '../zod';
import { countList, numberList } from './numberList';

/** Most points that are kept of a curve. */
export const sweepPoints = 64;

/** Most sweeps of a document. */
export const mostSweeps = 50;

const mostSteps = 1_000_000;
const step = z.int().min(0).max(mostSteps);

/** What is kept of a curve: values by rising step. */
const curveSchema = z
  .object({
    steps: countList(sweepPoints),
    values: numberList(sweepPoints),
  })
  .refine(
    ({ steps, values }) =>
      steps.length === values.length && steps.every((at, i) => i === 0 || at > (steps[i - 1] as number)),
    {
      error: () => words('wrong.sweepCurve', 'a curve of a sweep goes back, or has other steps than values'),
    },
  )
  .refine(({ steps }) => (steps.at(-1) ?? 0) <= mostSteps, {
    error: () => words('wrong.sweepSteps', 'a curve of a sweep has too many steps'),
  });

const sweepResultSchema = z.object({
  run: runSchema,
  /** Steps taken. */
  steps: step,
  /** The last validation loss, nats per token; null where there is none. */
  loss: z.number().nullable(),
  /** The lowest validation loss. */
  best: z.object({ step, loss: z.number() }).nullable(),
  /** Share of a task's answers that are right at the end; null on a text. */
  accuracy: z.number().min(0).max(1).nullable(),
  /** Due answers that a validation is the mean of; null where that is not known. */
  answers: z.int().min(0).nullable(),
  /** Each held-out sequence's part in the lowest validation loss; the same sequences for every run of the sweep. */
  windows: numberList(limits.evalWindows).nullable(),
  /** Thinned: of the training loss the means of equal parts, of the others points of it. */
  curves: z.object({ train: curveSchema, validation: curveSchema, accuracy: curveSchema }),
  /** Why it stopped early, a sentence; null where it did not. */
  failed: z.string().max(10_000).nullable(),
});

const sweepSchema = z.object({
  id: z.string().min(1).max(60),
  choice: sweepChoiceSchema,
  /** Whose settings its runs share, and whose runs it may vary. */
  experiment: experimentSchema,
  /** What the own text it trains on is known by (textHash); null where it trains on none. */
  textHash: z.number().nullable(),
  /** Of the runs that are done; none of them changes. */
  results: z.array(sweepResultSchema).max(sweepLimits.runs),
});

export const sweepsSchema = z.array(sweepSchema).max(mostSweeps);

/** What is kept of one run of a sweep. */
export type SweepResult = z.infer<typeof sweepResultSchema>;
/** A sweep of a document. */
export type Sweep = z.infer<typeof sweepSchema>;
