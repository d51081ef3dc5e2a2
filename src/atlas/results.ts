/** What came of a plan: the lines of its cells, put together over seeds. */
import { groupBy } from 'es-toolkit';
import { type Layer, layerSchema } from '../attention/layers';
import { chosenTask } from '../data/tasks';
import { meanAndDeviation } from '../measure/evals/statistics';
import { z } from '../zod';
import type { Cell } from './cells';
import { groupId } from './ids';
import type { AtlasLine, TrainedLine } from './line';

const number = z.number();

const runResultSchema = z.object({
  seed: number,
  /**
   * By what runs are judged, and the standard error of the evaluation: the accuracy on a task, and of a text the loss, nats per
   * token. null where the run diverged.
   */
  score: z.object({ value: number, stderr: number }).nullable(),
  /** The first step of the curve at which half of the final accuracy is reached; null of a text, or where it diverged. */
  halfStep: number.nullable(),
});

export const resultSchema = z.object({
  subject: z.string(),
  stack: z.string(),
  size: z.string(),
  layers: z.array(layerSchema),
  steps: number,
  /** What a guess gets right of the task; null of a text. */
  chance: number.nullable(),
  /** Of a stack that computes the same, whose runs these are; null where they are its own. */
  sameAs: z.string().nullable(),
  /** Those that are there. */
  runs: z.array(runResultSchema),
});

/** One run, as it is judged. */
type RunResult = z.infer<typeof runResultSchema>;
export type Score = NonNullable<RunResult['score']>;

/** One stack on one task or text at one size, at every seed. */
export type Result = Omit<z.infer<typeof resultSchema>, 'layers'> & { layers: readonly Layer[] };

/** Groups lines by all but the seed, in the plan's order. */
export function resultsOf(cells: readonly Cell[], lines: ReadonlyMap<string, AtlasLine>): Result[] {
  const trained = (id: string): TrainedLine | null => {
    const line = lines.get(id);
    if (line && 'sameAs' in line) return trained(line.sameAs);
    return line ?? null;
  };
  const groups = groupBy(cells, groupId);
  return Object.values(groups).map((group): Result => {
    const [{ subject, stack, size, sameAs, experiment }] = group as [Cell, ...Cell[]];
    return {
      subject,
      stack,
      size,
      layers: experiment.runs[0]?.layers ?? [],
      steps: experiment.steps,
      chance: experiment.task ? chosenTask(experiment.task).chance : null,
      sameAs: sameAs === null ? null : (sameAs.split('/')[1] as string),
      runs: group.flatMap((cell): RunResult[] => {
        const line = trained(cell.id);
        if (!line) return [];
        return [{ seed: cell.experiment.seed, score: scoreOf(line), halfStep: halfStep(line) }];
      }),
    };
  });
}

/** Reads the score of a line; null where it diverged. */
function scoreOf({ settings, final }: TrainedLine): Score | null {
  const [value, stderr] = (settings.task ? final?.accuracy : final?.perplexity) ?? [];
  if (value === undefined || stderr === undefined) return null;
  // The error of a logarithm is the relative one.
  return settings.task ? { value, stderr } : { value: Math.log(value), stderr: stderr / value };
}

/** Lists the scores of a result that did not diverge. */
export const scoresOf = ({ runs }: Result): Score[] =>
  runs.map(({ score }) => score).filter((score) => score !== null);

/** Mean and deviation over seeds; null where there is no score. The deviation of one is NaN. */
export function overSeeds(result: Result): { mean: number; deviation: number } | null {
  const values = scoresOf(result).map(({ value }) => value);
  return values.length === 0 ? null : meanAndDeviation(values);
}

/** Mean over seeds of the steps to half of the final accuracy; null where there is none. */
export function meanHalfStep({ runs }: Result): number | null {
  const steps = runs.map(({ halfStep }) => halfStep).filter((step) => step !== null);
  return steps.length === 0 ? null : Math.round(meanAndDeviation(steps).mean);
}

/** Finds the first step of a curve at which half of the final accuracy is reached; null of a text, or where it diverged. */
export function halfStep({ accuracy, every, final, settings }: TrainedLine): number | null {
  const last = accuracy?.at(-1);
  if (!accuracy || last === undefined || !final) return null;
  return Math.min(settings.steps, every * accuracy.findIndex((value) => value >= last / 2));
}
