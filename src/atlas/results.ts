/** What came of a plan: the lines of its cells, put together over seeds. */
import { groupBy } from 'es-toolkit';
import type { Layer } from '../attention/layers';
import { meanAndDeviation } from '../measure/evals/statistics';
import type { Cell } from './cells';
import type { AtlasLine, TrainedLine } from './line';

/** By what runs are judged: the accuracy on a task, and of a text the loss, nats per token. */
export interface Score {
  value: number;
  /** Standard error of the evaluation. */
  stderr: number;
}

/** One stack on one task or text at one size, at every seed. */
export interface Result {
  subject: string;
  stack: string;
  size: string;
  layers: readonly Layer[];
  /** Of a stack that computes the same, whose lines these are; null where they are its own. */
  sameAs: string | null;
  /** Those that are there, by seed. */
  lines: ReadonlyMap<number, TrainedLine>;
}

/** Groups lines by all but the seed, in the plan's order. */
export function resultsOf(cells: readonly Cell[], lines: ReadonlyMap<string, AtlasLine>): Result[] {
  const trained = (id: string): TrainedLine | null => {
    const line = lines.get(id);
    if (line && 'sameAs' in line) return trained(line.sameAs);
    return line ?? null;
  };
  const groups = groupBy(cells, ({ subject, stack, size }) => [subject, stack, size].join('/'));
  return Object.values(groups).map((group): Result => {
    const [{ subject, stack, size, sameAs, experiment }] = group as [Cell, ...Cell[]];
    const found = group.flatMap((cell): [number, TrainedLine][] => {
      const line = trained(cell.id);
      return line ? [[cell.experiment.seed, line]] : [];
    });
    const same = sameAs === null ? null : (sameAs.split('/')[1] as string);
    const layers = experiment.runs[0]?.layers ?? [];
    return { subject, stack, size, layers, sameAs: same, lines: new Map(found) };
  });
}

/** Reads the score of a line; null where it diverged. */
export function scoreOf({ settings, final }: TrainedLine): Score | null {
  const [value, stderr] = (settings.task ? final?.accuracy : final?.perplexity) ?? [];
  if (value === undefined || stderr === undefined) return null;
  // The error of a logarithm is the relative one.
  return settings.task ? { value, stderr } : { value: Math.log(value), stderr: stderr / value };
}

/** Lists the scores of a result that did not diverge. */
export const scoresOf = ({ lines }: Result): Score[] =>
  [...lines.values()].map(scoreOf).filter((score) => score !== null);

/** Mean and deviation over seeds; null where there is no score. The deviation of one is NaN. */
export function overSeeds(result: Result): { mean: number; deviation: number } | null {
  const values = scoresOf(result).map(({ value }) => value);
  return values.length === 0 ? null : meanAndDeviation(values);
}

/** Finds the first step of a curve at which half of the final accuracy is reached; null of a text, or where it diverged. */
export function halfStep({ accuracy, every, final, settings }: TrainedLine): number | null {
  const last = accuracy?.at(-1);
  if (!accuracy || last === undefined || !final) return null;
  return Math.min(settings.steps, every * accuracy.findIndex((value) => value >= last / 2));
}
