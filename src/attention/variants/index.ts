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

export type VariantId = (typeof registry)[number]['id'];

/** In the order of the keys 1 to 7. */
export const variants: readonly Variant<VariantId>[] = registry;

export const variantIds = registry.map((v) => v.id) as [VariantId, ...VariantId[]];

const byId = new Map(variants.map((v) => [v.id, v]));

/** The variant of an id from the registry. */
export function variant(id: VariantId): Variant<VariantId> {
  const found = byId.get(id);
  if (!found) throw new Error(`There is no variant "${id}"; the variants are ${variantIds.join(', ')}.`);
  return found;
}

export { principles } from '../principles';
export type { PrincipleId, Variant } from '../types';
