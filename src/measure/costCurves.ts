/**
 * What a layer of each variant costs against the length of the text (paper Tables 5 to 8), and from which length on a variant
 * costs no more than standard attention.
 */
import { layerCost, layerOf } from '../attention/layers';
import type { CostSizes } from '../attention/variant';
import type { VariantId } from '../attention/variants';

/** The registry of what is compared; each entry computes one layer at B sequences of L tokens, width d, h heads. */
export const costMeasures = {
  prefill: {
    unit: 'flops',
    of: (id: VariantId, sizes: CostSizes) => layerCost(layerOf(id), sizes).prefillFlops,
  },
  decode: {
    unit: 'flops',
    of: (id: VariantId, sizes: CostSizes) => layerCost(layerOf(id), sizes).decodeFlops,
  },
  cache: { unit: 'bytes', of: (id: VariantId, sizes: CostSizes) => layerCost(layerOf(id), sizes).cacheBytes },
} as const;

export type CostMeasureId = keyof typeof costMeasures;

/** Lengths in tokens that are drawn and searched: powers of two. */
export const costLengths: readonly number[] = Array.from({ length: 14 }, (_, i) => 2 ** (i + 3));

/** A variant's cost at each of `costLengths`, in FLOPs or bytes. @param sizes its L is not read */
export const costCurve = (measure: CostMeasureId, id: VariantId, sizes: CostSizes): number[] =>
  costLengths.map((L) => costMeasures[measure].of(id, { ...sizes, L }));

/**
 * The smallest length from which on a variant costs less than standard attention, up to the longest of `costLengths`.
 * @returns 1 where it costs less at every length, null where it never does
 */
export function cheaperFrom(measure: CostMeasureId, id: VariantId, sizes: CostSizes): number | null {
  const isCheaper = (L: number) =>
    costMeasures[measure].of(id, { ...sizes, L }) < costMeasures[measure].of('standard', { ...sizes, L });
  let cheap = costLengths.at(-1) as number;
  if (!isCheaper(cheap)) return null;
  // The formulas are polynomials in L of degree two at most, whose difference changes its sign once where L > 0.
  let dear = 0;
  while (cheap - dear > 1) {
    const middle = Math.floor((cheap + dear) / 2);
    if (isCheaper(middle)) cheap = middle;
    else dear = middle;
  }
  return cheap;
}
