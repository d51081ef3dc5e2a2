/** The registry of attention variants. The picker, schema, help, legend and tests read this and list nothing by hand. */
import type { LayerOption, Variant } from '../variant';
import { approximate } from './approximate';
import { fixedSeqQK } from './fixedSeqQK';
import { linear } from './linear';
import { mlp } from './mlp';
import { nonApproximate } from './nonApproximate';
import { rndEmbQK } from './rndEmbQK';
import { slidingWindow } from './slidingWindow';
import { standard } from './standard';
import { staticEmbQK } from './staticEmbQK';

const registry = [
  // In the order of their keys.
  standard,
  mlp,
  approximate,
  nonApproximate,
  rndEmbQK,
  fixedSeqQK,
  staticEmbQK,
  slidingWindow,
  linear,
] as const;

type Registered = (typeof registry)[number];
type OptionOf<V> = V extends { options: infer O } ? keyof O & string : never;

export type VariantId = Registered['id'];
/** An option that a layer of some variant has. */
export type OptionId = OptionOf<Registered>;

/** A variant of the registry: it has some of the options that there are. */
export type AnyVariant = Omit<Variant<VariantId, OptionId>, 'options'> & {
  options: Partial<Record<OptionId, LayerOption>>;
};

export const variants: readonly AnyVariant[] = registry;

export const variantIds = registry.map((v) => v.id) as [VariantId, ...VariantId[]];

const byId = new Map(variants.map((v) => [v.id, v]));

/** Returns a variant by its id. @throws Error naming the ids there are, where it is none of them */
export function variant(id: VariantId): AnyVariant {
  const found = byId.get(id);
  if (!found) throw new Error(`There is no variant "${id}"; the variants are ${variantIds.join(', ')}.`);
  return found;
}
