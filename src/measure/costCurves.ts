/**
 * What layers cost against the length of the text (VariantCost says by which formulas), one of them or all of a stack, and from which
 * length on they cost less than others.
 */
import { sumBy } from 'es-toolkit';
import { type Layer, layerCost } from '../attention/layers';
import type { CostSizes } from '../attention/variant';

/** The registry of what is compared; each entry computes one layer at B sequences of L tokens, width d, h heads. */
export const costMeasures = {
  prefill: {
    unit: 'flops',
    ofLayer: (layer: Layer, sizes: CostSizes) => layerCost(layer, sizes).prefillFlops,
  },
  decode: { unit: 'flops', ofLayer: (layer: Layer, sizes: CostSizes) => layerCost(layer, sizes).decodeFlops },
  cache: { unit: 'bytes', ofLayer: (layer: Layer, sizes: CostSizes) => layerCost(layer, sizes).cacheBytes },
  activations: {
    unit: 'bytes',
    ofLayer: (layer: Layer, sizes: CostSizes) => layerCost(layer, sizes).activationBytes,
  },
} as const;

export type CostMeasureId = keyof typeof costMeasures;

/** Lengths in tokens that are drawn and searched: powers of two. */
export const costLengths: readonly number[] = Array.from({ length: 14 }, (_, i) => 2 ** (i + 3));

/** What some layers cost together, in FLOPs or bytes. */
export const costOf = (measure: CostMeasureId, layers: readonly Layer[], sizes: CostSizes): number =>
  sumBy(layers, (layer) => costMeasures[measure].ofLayer(layer, sizes));

/** The same at each of `costLengths`. @param sizes its L is not read */
export const costCurve = (measure: CostMeasureId, layers: readonly Layer[], sizes: CostSizes): number[] =>
  costLengths.map((L) => costOf(measure, layers, { ...sizes, L }));

/**
 * The smallest length from which on some layers cost less than others, up to the longest of `costLengths`.
 * @returns 1 where they cost less at every length, null where they do not at the longest
 */
export function cheaperFrom(
  measure: CostMeasureId,
  layers: readonly Layer[],
  others: readonly Layer[],
  sizes: CostSizes,
): number | null {
  const isCheaper = (L: number) =>
    costOf(measure, layers, { ...sizes, L }) < costOf(measure, others, { ...sizes, L });
  const searched = [1, 2, 4, ...costLengths];
  if (!isCheaper(searched.at(-1) as number)) return null;
  const last = searched.findLastIndex((L) => !isCheaper(L));
  if (last < 0) return 1;
  // Between two of them the formulas, polynomials in L of degree two at most, change their order once.
  let [dear, cheap] = [searched[last] as number, searched[last + 1] as number];
  while (cheap - dear > 1) {
    const middle = Math.floor((cheap + dear) / 2);
    if (isCheaper(middle)) cheap = middle;
    else dear = middle;
  }
  return cheap;
}
