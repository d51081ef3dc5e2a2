/**
 * Which of the styles (src/ui/runStyle.ts) each run of an experiment has: it keeps that one for as long as it is there. A run
 * says its style only where that is not its place, from 0, so that an experiment whose runs are as they were made says nothing.
 */
import { minBy, range } from 'es-toolkit';
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

/** Finds the style that is taken least often: one that is not at all, where there is one. */
export function freeStyle(taken: readonly number[]): number {
  const uses = range(limits.styles).map((style) => taken.filter((one) => one === style).length);
  return uses.indexOf(Math.min(...uses));
}

/**
 * Says which colour a style has, and which mark and dash, each by the number of the style that has both. Beyond those that a run can have
 * they come in rounds, in each of which a colour has another's mark, so that 64 styles are told apart.
 */
export const looksOf = (style: number): { colour: number; mark: number } => ({
  colour: style % limits.styles,
  mark: (style + Math.floor(style / limits.styles)) % limits.styles,
});

/**
 * Finds the style of a run that was trained elsewhere: none that a run of the experiment can have, nor one that is taken, in a colour and
 * with a mark that few have.
 */
export function freeStyleElsewhere(taken: readonly number[]): number {
  const looks = taken.map(looksOf);
  const uses = (style: number) => {
    const { colour, mark } = looksOf(style);
    return [
      looks.filter((one) => one.colour === colour).length,
      looks.filter((one) => one.mark === mark).length,
    ] as const;
  };
  const free = range(limits.styles, limits.styles ** 2).filter((style) => !taken.includes(style));
  // From the last colour on, as the experiment's next runs take theirs from the first.
  const best = minBy(free.toReversed(), (style) => {
    const [colour, mark] = uses(style);
    return colour * 1000 + mark;
  });
  return best ?? limits.styles;
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
