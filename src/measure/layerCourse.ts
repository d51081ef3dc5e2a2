/** How a measure of every layer went over a training, from its captures. */
import { range } from 'es-toolkit';
import type { Capture } from './capture';
import type { LayerMeasure } from './layerMeasures';

export interface LayerCourse {
  /** Of the captures, rising. */
  steps: number[];
  /** By layer, one value for each step; null where it was not measured, or is not finite. */
  layers: (number | null)[][];
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

/** Finds the place of the last capture at or before a step, the newest for null; −1 where there is none. */
export const placeAt = ({ steps }: LayerCourse, moment: number | null): number =>
  moment === null ? steps.length - 1 : steps.findLastIndex((step) => step <= moment);
