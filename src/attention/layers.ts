/**
 * A layer of a stack: a variant and its options, `{variant, ...options}`. A bare id is a layer with every option at its
 * default.
 */

import { words } from '../format/words';
import { z } from '../zod';
import type { Mask } from './masks';
import { type ReferenceKind, sources } from './sources';
import type { CostSizes, LayerOption, Mixing } from './variant';
import { type OptionId, type VariantId, variant, variants } from './variants';

type LayerOptions = Partial<Record<OptionId, number>>;
export type Layer = { variant: VariantId } & LayerOptions;

/** What a layer's schema needs of a variant. */
interface Optioned {
  id: string;
  options: Readonly<Record<string, LayerOption>>;
}

/**
 * Makes the schema of a layer or a bare id: it fills in options at their defaults and refuses those the variant lacks.
 */
export function layerSchemaOf(all: readonly Optioned[]) {
  const ids = all.map(({ id }) => id);
  const error = () =>
    words('attention.noVariant', 'Name a variant of attention: {{ids}}.', { ids: ids.join(', ') });
  const each = all.map(({ id, options }) => {
    const fields = Object.entries(options).map(([name, { schema, default: value }]) => [
      name,
      schema.default(value),
    ]);
    return z.strictObject({ variant: z.literal(id), ...Object.fromEntries(fields) });
  }) as unknown as [z.ZodObject<{ variant: z.ZodLiteral<string> }>];
  return z.preprocess(
    (value) => (typeof value === 'string' ? { variant: value } : value),
    z.discriminatedUnion('variant', each, { error }),
  );
}

export const layerSchema = layerSchemaOf(variants as readonly Optioned[]) as unknown as z.ZodType<Layer>;

/** Creates a layer of a variant, each option at its default. */
export function layerOf(id: VariantId): Layer {
  const defaults = Object.entries(optionsOf(id)).map(([name, option]) => [name, option.default]);
  return { variant: id, ...Object.fromEntries(defaults) };
}

/** Returns the options of a variant by name. */
export function optionsOf(id: VariantId): Readonly<Record<string, LayerOption>> {
  return variant(id).options as Readonly<Record<string, LayerOption>>;
}

/** Returns a layer's display name: "Sliding window, window 16". */
export function layerName(layer: Layer): string {
  const values = layerWithDefaults(layer) as Record<string, unknown>;
  const options = Object.entries(optionsOf(layer.variant)).map(
    ([id, { name }]) => `${name.toLowerCase()} ${values[id]}`,
  );
  return [variant(layer.variant).name, ...options].join(', ');
}

/** Returns a layer as it is stored: a bare id where its variant has no options. */
export function layerJson(layer: Layer): Layer | VariantId {
  return Object.keys(optionsOf(layer.variant)).length > 0 ? layer : layer.variant;
}

/** Returns a layer's form, mask and source; null where no token sees another. */
export function mixingOf(layer: Layer): (Omit<Mixing, 'mask'> & { mask: Mask }) | null {
  const { mixing } = variant(layer.variant);
  const { variant: _, ...options } = layerWithDefaults(layer);
  return mixing && { ...mixing, mask: mixing.mask(options as Record<OptionId, number>) };
}

/** Tells whether any token of a stack sees another. */
export const mixesTokens = (layers: readonly Layer[]): boolean =>
  layers.some((layer) => mixingOf(layer) !== null);

const layerWithDefaults = (layer: Layer): Layer => ({ ...layerOf(layer.variant), ...layer });

/** Computes a layer's cost: FLOPs of prefill and of decoding a token; bytes of cache and of activations at 16 bit. @see VariantCost */
export function layerCost(layer: Layer, sizes: CostSizes) {
  const { cost } = variant(layer.variant);
  const options = layerWithDefaults(layer) as unknown as Record<OptionId, number>;
  return {
    prefillFlops: cost.prefillFlops(sizes, options),
    decodeFlops: cost.decodeFlops(sizes, options),
    cacheBytes: cost.cacheBytes(sizes, options),
    activationBytes: cost.activationBytes(sizes, options),
  };
}

/** Returns the reference rows that layers need, in the order in which they follow the batch: text, then random. */
export function referenceKinds(layers: readonly Layer[]): ReferenceKind[] {
  const needed = new Set(layers.map((layer) => referenceOf(layer)));
  return (['text', 'random'] as const).filter((kind) => needed.has(kind));
}

/**
 * Returns the reference row that a layer's queries and keys come from; null where they come from the batch, or there are
 * none.
 */
export function referenceOf(layer: Layer): ReferenceKind | null {
  const { mixing } = variant(layer.variant);
  return mixing && sources[mixing.source].reference;
}
