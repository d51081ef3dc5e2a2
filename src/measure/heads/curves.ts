/** How the scores of heads went over a training, from its captures. The rules are those of docs/inside.md. */
import { maxBy, orderBy, range } from 'es-toolkit';
import { rightKeysOf, type TaskChoice } from '../../data/tasks';
import { isHeadOff } from '../../experiment/overrides';
import type { Run } from '../../experiment/schema';
import type { Capture } from '../capture';
import { type Curve, takeOff } from '../takeOff';
import { headScores } from '.';

/** A score of every head of one layer by step. */
export interface HeadCurves {
  steps: number[];
  /** By head, one value for each step. */
  heads: number[][];
  /** Of a score against a known truth what uniform attention scores; null of any other. */
  chance: number | null;
  /**
   * By head the first capture's step from which on it does what the score says, so that it does by then; null where it does not, or is
   * switched off. Where chance is known it has stayed from there on at the level that finds the key, else its score took off there.
   */
  takeOffs: (number | null)[];
}

/** What is scored. */
export interface ScoredRun {
  run: Pick<Run, 'layers' | 'overrides'>;
  /** null on a text. */
  task: TaskChoice | null;
}

/** A head finds the key from this score on: halfway from uniform attention's to all of the weight, so at least half of it. */
export const findsFrom = (chance: number): number => (1 + chance) / 2;

/** Above chance by less than this a head does not look at the key more than at other positions. */
const leastAbove = 0.1;

/**
 * Gathers a layer's curves.
 * @param captures of the run and one text, their steps rising @param layer from 0 @param scoreId of the registry
 * @returns null where no capture has the score, as of a layer that mixes no tokens
 */
export function headCurves(
  captures: readonly Capture[],
  layer: number,
  scoreId: string,
  { run, task }: ScoredRun,
): HeadCurves | null {
  const scored = captures.flatMap(({ step, tokens, layers }) => {
    const values = layers[layer]?.headScores?.[scoreId];
    return values ? [{ step, tokens, values }] : [];
  });
  const [first] = scored;
  if (!first) return null;
  const rightKeys = task && rightKeysOf(task, first.tokens);
  const chance = (rightKeys && headScores.find(({ id }) => id === scoreId)?.chance?.(rightKeys)) ?? null;
  const steps = scored.map(({ step }) => step);
  const heads = first.values.map((_, h) => scored.map(({ values }) => values[h] as number));
  const takeOffs = heads.map((values, h) => {
    if (isHeadOff(run, layer, h)) return null;
    const curve = { steps, values };
    return chance === null ? takeOff(curve) : staysFrom(curve, findsFrom(chance));
  });
  return { steps, heads, chance, takeOffs };
}

/** The first step from which on a curve has been at a level or above it; null where it is below it in the end. */
function staysFrom({ steps, values }: Curve, level: number): number | null {
  const from = Array.from(values).findLastIndex((value) => value < level) + 1;
  return from < steps.length ? (steps[from] as number) : null;
}

/** The curves of one layer. */
export interface LayerCurves {
  /** From 0. */
  layer: number;
  curves: HeadCurves;
}

/** Gathers the curves of each layer that has heads with the score. @see headCurves */
export const layerCurves = (
  captures: readonly Capture[],
  scoreId: string,
  scored: ScoredRun,
): LayerCurves[] =>
  range(scored.run.layers.length).flatMap((layer) => {
    const curves = headCurves(captures, layer, scoreId, scored);
    return curves ? [{ layer, curves }] : [];
  });

/** What uniform attention scores; null where no truth is known of the score. */
export const chanceOf = (layers: readonly LayerCurves[]): number | null => layers[0]?.curves.chance ?? null;

/** Whether the curves begin with the run; else a score may have risen before them. */
export const fromStart = (layers: readonly LayerCurves[]): boolean =>
  layers.some(({ curves }) => curves.steps[0] === 0);

/** A head and its last score. */
export interface HeadNow {
  /** From 0, both. */
  layer: number;
  head: number;
  value: number;
}

/** A head that does what the score says. */
export interface HeadTakeOff extends HeadNow {
  step: number;
  /** null where no capture is missing before the step. @see gapBefore */
  gap: Gap | null;
}

/** Captures that are due before a step and not held, as of a new probe: it may have happened at any of them. */
export interface Gap {
  /** Step of the last capture before them; null where none is held before the step. */
  after: number | null;
}

/**
 * Finds what is missing between a capture and the one before it.
 * @param steps of the captures that are held, rising @param isDue whether a capture is due after so many steps
 * @returns null where nothing is
 */
export function gapBefore(
  steps: readonly number[],
  step: number,
  isDue: (step: number) => boolean,
): Gap | null {
  const after = steps.findLast((one) => one < step) ?? null;
  return range(after === null ? 0 : after + 1, step).some(isDue) ? { after } : null;
}

/**
 * Lists the heads that do what the score says. Against a known truth the first to find the key comes first, so that the head that is
 * named stays the same while others follow it; else that with the highest last score.
 * @param isDue whether a capture is due after so many steps
 */
export function headTakeOffs(
  layers: readonly LayerCurves[],
  isDue: (step: number) => boolean,
): HeadTakeOff[] {
  const found = layers.flatMap(({ layer, curves }) =>
    curves.takeOffs.flatMap((step, head) => {
      const value = curves.heads[head]?.at(-1);
      if (step === null || value === undefined) return [];
      return [{ layer, head, step, value, gap: gapBefore(curves.steps, step, isDue) }];
    }),
  );
  return chanceOf(layers) === null
    ? orderBy(found, ['value'], ['desc'])
    : orderBy(found, ['step', 'value'], ['asc', 'desc']);
}

/** Finds the head that looks at the right keys most now, of those that are on; null where none does so clearly above chance. */
export function closestHead(layers: readonly LayerCurves[], run: ScoredRun['run']): HeadNow | null {
  const chance = chanceOf(layers);
  if (chance === null) return null;
  const all = layers.flatMap(({ layer, curves }) =>
    curves.heads.map((values, head): HeadNow => ({ layer, head, value: values.at(-1) as number })),
  );
  const on = all.filter(({ layer, head }) => !isHeadOff(run, layer, head));
  const best = maxBy(on, ({ value }) => value);
  return best && best.value >= chance + leastAbove ? best : null;
}
