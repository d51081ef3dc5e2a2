/**
 * Which of the styles (src/ui/runStyle.ts) each run of an experiment has: it keeps that one for as long as it is there. A run
 * says its style only where that is not its place, from 0, so that an experiment whose runs are as they were made says nothing.
 */
import { range } from 'es-toolkit';
import { type Experiment, limits, type Run } from './schema';

type Styled = Pick<Run, 'id' | 'style'>;

/** Lists the runs' styles, each from 0. */
export const stylesOf = (runs: readonly Styled[]): number[] => runs.map(({ style }, place) => style ?? place);

/** Returns a run's style, from 0; the first one of a run that is not there. */
export function styleOf(runs: readonly Styled[], runId: string): number {
  const place = runs.findIndex(({ id }) => id === runId);
  return stylesOf(runs)[place] ?? 0;
}

/** Returns the run in a style. @param place of the run, from 0 */
export function withStyle({ style: _, ...run }: Run, style: number, place: number): Run {
  return style === place ? run : { ...run, style };
}

/** Finds the style that is taken least often: one that is not at all, where there is one. @param end from which it is looked for */
export function freeStyle(taken: readonly number[], end: 'first' | 'last' = 'first'): number {
  const uses = range(limits.styles).map((style) => taken.filter((one) => one === style).length);
  const least = Math.min(...uses);
  return end === 'first' ? uses.indexOf(least) : uses.lastIndexOf(least);
}

/** Puts runs in the place of an experiment's own. Those that it had keep their styles; each new one takes a free style. */
export function withRuns(e: Experiment, runs: readonly Run[]): Experiment {
  const had = new Map(e.runs.map(({ id }) => [id, styleOf(e.runs, id)]));
  const taken = runs.flatMap(({ id }) => had.get(id) ?? []);
  const styled = runs.map((run, place) => {
    const kept = had.get(run.id);
    if (kept !== undefined) return withStyle(run, kept, place);
    const style = freeStyle(taken);
    taken.push(style);
    return withStyle(run, style, place);
  });
  return { ...e, runs: styled };
}
