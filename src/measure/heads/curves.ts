/** How the scores of heads went over a training, from its captures. */
import { range } from 'es-toolkit';
import type { Capture } from '../capture';
import { takeOff } from '../takeOff';

/** A score of every head of one layer by step. */
export interface HeadCurves {
  steps: number[];
  /** By head, one value for each step. */
  heads: number[][];
  /** By head the step from which on it does what the score says; null where it does not. @see takeOff */
  takeOffs: (number | null)[];
}

/**
 * Gathers a layer's curves.
 * @param captures of one run and one text, their steps rising @param layer from 0 @param scoreId of the registry
 * @returns null where no capture has the score, as of a layer that mixes no tokens
 */
export function headCurves(captures: readonly Capture[], layer: number, scoreId: string): HeadCurves | null {
  const scored = captures.flatMap(({ step, layers }) => {
    const values = layers[layer]?.headScores?.[scoreId];
    return values ? [{ step, values }] : [];
  });
  const [first] = scored;
  if (!first) return null;
  const steps = scored.map(({ step }) => step);
  const heads = first.values.map((_, h) => scored.map(({ values }) => values[h] as number));
  return { steps, heads, takeOffs: heads.map((values) => takeOff({ steps, values })) };
}

/** The curves of one layer. */
export interface LayerCurves {
  /** From 0. */
  layer: number;
  curves: HeadCurves;
}

/** Gathers the curves of each of so many layers that has heads with the score. */
export const layerCurves = (captures: readonly Capture[], layers: number, scoreId: string): LayerCurves[] =>
  range(layers).flatMap((layer) => {
    const curves = headCurves(captures, layer, scoreId);
    return curves ? [{ layer, curves }] : [];
  });

/** Whether the curves begin with the run; else a head may do it since before them. */
export const fromStart = (layers: readonly LayerCurves[]): boolean =>
  layers.some(({ curves }) => curves.steps[0] === 0);

/** A head whose score took off. */
export interface HeadTakeOff {
  /** From 0, both. */
  layer: number;
  head: number;
  step: number;
  /** Its last score. */
  value: number;
}

/** Lists the heads whose scores took off, that with the highest last score first. */
export const headTakeOffs = (layers: readonly LayerCurves[]): HeadTakeOff[] =>
  layers
    .flatMap(({ layer, curves }) =>
      curves.takeOffs.flatMap((step, head) => {
        const value = curves.heads[head]?.at(-1);
        return step === null || value === undefined ? [] : [{ layer, head, step, value }];
      }),
    )
    .sort((a, b) => b.value - a.value);
