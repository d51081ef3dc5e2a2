/** How a measure of every layer went over a training, from its captures. */
import { range } from 'es-toolkit';
import { type Band, type BandKind, bandOf } from './bands';
import type { Capture } from './capture';
import type { LayerMeasure } from './layerMeasures';

export interface LayerCourse {
  /** Of the captures, rising. */
  steps: number[];
  /** By layer, one value for each step; null where it was not measured, or is not finite. */
  layers: (number | null)[][];
  /** The same with what it spans, where it is the mean of several seeds. */
  bands?: (Band | null)[][];
}

/** Gathers it of so many layers. @param captures of one run and one text, their steps rising */
export const layerCourse = (
  captures: readonly Capture[],
  layers: number,
  of: LayerMeasure['of'],
): LayerCourse => ({
  steps: captures.map(({ step }) => step),
  layers: range(layers).map((l) =>
    captures.map((capture) => {
      const layer = capture.layers[l];
      const value = layer ? of(layer) : null;
      return value !== null && Number.isFinite(value) ? value : null;
    }),
  ),
});

/**
 * Gathers the mean over seeds, at the steps that all of them have; a value that one of them lacks is missing.
 * @param seeds courses of as many layers each, at least one
 */
export function meanCourse(seeds: readonly LayerCourse[], kind: BandKind): LayerCourse {
  const [first, ...others] = seeds as [LayerCourse, ...LayerCourse[]];
  if (others.length === 0) return first;
  const steps = first.steps.filter((step) => others.every((other) => other.steps.includes(step)));
  const bands = first.layers.map((_, l) =>
    steps.map((step) => {
      const values = seeds.map((one) => one.layers[l]?.[one.steps.indexOf(step)] ?? null);
      return values.includes(null) ? null : bandOf(values as number[], kind);
    }),
  );
  return { steps, bands, layers: bands.map((own) => own.map((band) => band?.mean ?? null)) };
}

/** Finds the place of the last capture at or before a step, the newest for null; −1 where there is none. */
export const placeAt = ({ steps }: LayerCourse, moment: number | null): number =>
  moment === null ? steps.length - 1 : steps.findLastIndex((step) => step <= moment);
