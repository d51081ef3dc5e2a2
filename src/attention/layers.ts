/** A layer of a stack: a variant and its options, `{variant, ...options}`. A bare id is a layer with every option at its default. */
import { z } from '../zod';
import type { Mask } from './masks';
import { type ReferenceKind, sources } from './sources';
import type { CostSizes, LayerOption, Mixing } from './variant';
import { type OptionId, type VariantId, variant, variants } from './variants';

export type LayerOptions = Partial<Record<OptionId, number>>;
export type Layer = { variant: VariantId } & LayerOptions;

/** What a layer's schema needs of a variant. */
interface Optioned {
  id: string;
  options: Readonly<Record<string, LayerOption>>;
}

/** Reads a layer or a bare id; fills in what is left out, refuses what its variant does not have. */
export function layerSchemaOf(all: readonly Optioned[]) {
  const ids = all.map(({ id }) => id);
  const message = `Name a variant of attention: ${ids.join(', ')}.`;
  const each = all.map(({ id, options }) => {
    const fields = Object.entries(options).map(([name, { schema, default: value }]) => [
      name,
      schema.default(value),
    ]);
    return z.strictObject({ variant: z.literal(id), ...Object.fromEntries(fields) });
  }) as unknown as [z.ZodObject<{ variant: z.ZodLiteral<string> }>];
  return z.preprocess(
    (value) => (typeof value === 'string' ? { variant: value } : value),
    z.discriminatedUnion('variant', each, message),
  );
}

export const layerSchema = layerSchemaOf(variants as readonly Optioned[]) as unknown as z.ZodType<Layer>;

/** A layer of this variant, each option at its default. */
export function layerOf(id: VariantId): Layer {
  const defaults = Object.entries(optionsOf(id)).map(([name, option]) => [name, option.default]);
  return { variant: id, ...Object.fromEntries(defaults) };
}

/** The options of a variant by their names, which may be none. */
export function optionsOf(id: VariantId): Readonly<Record<string, LayerOption>> {
  return variant(id).options as Readonly<Record<string, LayerOption>>;
}

/** A layer's name for a person: its variant, and each option that it has. */
export function layerName(layer: Layer): string {
  const values = layerWithDefaults(layer) as Record<string, unknown>;
  const told = Object.entries(optionsOf(layer.variant)).map(
    ([id, { name }]) => `${name.toLowerCase()} ${values[id]}`,
  );
  return [variant(layer.variant).name, ...told].join(', ');
}

/** A layer as it is written: a bare id where it has no options. */
export function layerJson(layer: Layer): Layer | VariantId {
  return Object.keys(optionsOf(layer.variant)).length > 0 ? layer : layer.variant;
}

/** A layer's form, mask and source; null where no token sees another. */
export function mixingOf(layer: Layer): (Omit<Mixing, 'mask'> & { mask: Mask }) | null {
  const { mixing } = variant(layer.variant);
  const { variant: _, ...options } = layerWithDefaults(layer);
  return mixing && { ...mixing, mask: mixing.mask(options as Record<OptionId, number>) };
}

const layerWithDefaults = (layer: Layer): Layer => ({ ...layerOf(layer.variant), ...layer });

/** What a layer costs at these sizes (Tables 5 to 8): FLOPs, and bytes of cache at 16 bit. */
export function layerCost(layer: Layer, sizes: CostSizes) {
  const { cost } = variant(layer.variant);
  const options = layerWithDefaults(layer) as unknown as Record<OptionId, number>;
  return {
    prefillFlops: cost.prefillFlops(sizes, options),
    decodeFlops: cost.decodeFlops(sizes, options),
    cacheBytes: cost.cacheBytes(sizes, options),
  };
}

/** The reference rows that layers need, in the order in which they follow the batch: text, then random. */
export function referenceKinds(layers: readonly Layer[]): ReferenceKind[] {
  const needed = new Set(layers.map((layer) => referenceOf(layer)));
  return (['text', 'random'] as const).filter((kind) => needed.has(kind));
}

/** The reference row a layer takes its queries and keys from; null where it takes them from the batch, or has none. */
export function referenceOf(layer: Layer): ReferenceKind | null {
  const { mixing } = variant(layer.variant);
  return mixing && sources[mixing.source].reference;
}
