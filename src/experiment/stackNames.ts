/** Names of stacks by what they are, which a run has until someone writes one. */
import { isEqual, uniq } from 'es-toolkit';
import { type Layer, layerOf } from '../attention/layers';
import { variant } from '../attention/variants';
import { place, placements } from './placements';
import type { Run } from './schema';

/** "All standard", "MLP, even" where standard layers are placed among one variant, else "Mixed: Std, MLP, Lin". */
export function stackName(layers: readonly Layer[]): string {
  const ids = uniq(layers.map((layer) => layer.variant));
  const [first] = ids;
  if (first && ids.length === 1) return `All ${decapitalised(variant(first).name)}`;
  const placed = layers.find((layer) => layer.variant !== 'standard') ?? layerOf('standard');
  const placement = placements.find((one) => isEqual(place(one, placed, layers.length), layers));
  if (placement) return `${variant(placed.variant).name}, ${decapitalised(placement.name)}`;
  return `Mixed: ${ids.map((id) => variant(id).short).join(', ')}`;
}

/** What runs are named when they are made, before their stacks are changed. */
export const firstNames = { added: 'New run', even: 'Interleaved' } as const;

/** Tells whether the name of a run was made, and not written. */
export function isMadeName({ name, layers }: Pick<Run, 'name' | 'layers'>): boolean {
  const base = name.replace(/(, seed \d+)?( copy)?( \d+)?$/, '');
  return base === stackName(layers) || Object.values<string>(firstNames).includes(base);
}

/** Names such as MLP and RndEmbQK stay as they are. */
const decapitalised = (name: string) =>
  name.replace(/^[A-Z](?=[a-z]+(?:[ -]|$))/, (letter) => letter.toLowerCase());
