/** The registry of attention variants. The picker, schema, help, legend and tests read this and list nothing by hand. */
import type { Variant } from '../types';
import { approximate } from './approximate';
import { fixedSeqQK } from './fixedSeqQK';
import { mlp } from './mlp';
import { nonApproximate } from './nonApproximate';
import { rndEmbQK } from './rndEmbQK';
import { standard } from './standard';
import { staticEmbQK } from './staticEmbQK';

const registry = [standard, mlp, approximate, nonApproximate, rndEmbQK, fixedSeqQK, staticEmbQK] as const;

type Registered = (typeof registry)[number];
type OptionOf<V> = V extends { options: infer O } ? keyof O & string : never;

export type VariantId = Registered['id'];
/** An option that a layer of some variant has. */
export type OptionId = OptionOf<Registered>;

/** In the order of their keys. */
export const variants: readonly Variant<VariantId, OptionId>[] = registry;

export const variantIds = registry.map((v) => v.id) as [VariantId, ...VariantId[]];

const byId = new Map(variants.map((v) => [v.id, v]));

/** The variant of an id from the registry. @throws Error where there is none, naming those there are */
export function variant(id: VariantId): Variant<VariantId, OptionId> {
  const found = byId.get(id);
  if (!found) throw new Error(`There is no variant "${id}"; the variants are ${variantIds.join(', ')}.`);
  return found;
}
