/** Parts of a model that are switched off together: a set of heads and whole layers, by their places. */
import { type Layer, mixingOf } from '../attention/layers';
import type { PrincipleId } from '../attention/variant';
import { variant } from '../attention/variants';

/** A head, or with null its whole layer, attention and feed-forward; from 0, both. */
export type PartOff = [layer: number, head: number | null];

/** Tells whether a part itself is in the set. A head of a layer that is off whole need not be. */
export const isPartOff = (parts: readonly PartOff[], [layer, head]: PartOff): boolean =>
  parts.some(([l, h]) => l === layer && h === head);

/** Lists the set without the heads of layers that are off whole. */
export const withoutCovered = (parts: readonly PartOff[]): PartOff[] =>
  parts.filter(([layer, head]) => head === null || !isPartOff(parts, [layer, null]));

/** Switches parts off, or on again where all of them are off. @returns in the order of layers, the whole layer before its heads */
export function toggledParts(parts: readonly PartOff[], wanted: readonly PartOff[]): PartOff[] {
  const others = parts.filter((part) => !isPartOff(wanted, part));
  const areOff = wanted.every((part) => isPartOff(parts, part));
  const place = ([layer, head]: PartOff) => [layer, head ?? -1] as const;
  return (areOff ? others : [...others, ...wanted]).toSorted((a, b) => {
    const [[l, h], [m, k]] = [place(a), place(b)];
    return l - m || h - k;
  });
}

/** Lists the layers of a stack that relax one of these principles. */
const layersOfPrinciples = (
  principles: readonly PrincipleId[],
  layers: readonly Pick<Layer, 'variant'>[],
): PartOff[] =>
  layers.flatMap((layer, l): PartOff[] =>
    principles.includes(variant(layer.variant).principle) ? [[l, null]] : [],
  );

/** Adds to a set the layers of a stack that relax one of these principles. */
export function withPrinciples(
  parts: readonly PartOff[],
  principles: readonly PrincipleId[],
  layers: readonly Pick<Layer, 'variant'>[],
): PartOff[] {
  const own = layersOfPrinciples(principles, layers).filter((part) => !isPartOff(parts, part));
  return own.length > 0 ? toggledParts(parts, own) : [...parts];
}

/** The parts of a set that a stack has. @param heads of each of its layers */
export const partsOfStack = (parts: readonly PartOff[], layers: readonly Layer[], heads: number): PartOff[] =>
  parts.filter(([l, h]) => {
    const layer = layers[l];
    return layer !== undefined && (h === null || (h < heads && mixingOf(layer) !== null));
  });

/** What switches a set off; nothing is left of the heads of a layer that is off whole. @param parts that the model has */
export function withoutParts(parts: readonly PartOff[]): {
  headsOff: [layer: number, head: number][];
  layersOff: number[];
} {
  const layersOff = parts.filter(([, head]) => head === null).map(([layer]) => layer);
  const headsOff = withoutCovered(parts).flatMap(([layer, head]): [number, number][] =>
    head === null ? [] : [[layer, head]],
  );
  return { headsOff, layersOff };
}
