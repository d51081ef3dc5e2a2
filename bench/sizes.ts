/** The models that are timed, and which contenders train each of them. */
import { type VariantId, variants } from '../src/attention/variants';

/** Sizes in the letters of docs/spec.md: L layers, d dModel, h heads, T context, B batch, ffn, V vocab. */
export interface Size {
  layers: number;
  dModel: number;
  heads: number;
  context: number;
  batch: number;
  ffn: number;
  vocab: number;
}

export const sizes = {
  tiny: { layers: 2, dModel: 64, heads: 4, context: 64, batch: 8, ffn: 128, vocab: 96 },
  small: { layers: 4, dModel: 128, heads: 4, context: 128, batch: 8, ffn: 256, vocab: 96 },
  medium: { layers: 6, dModel: 256, heads: 8, context: 256, batch: 8, ffn: 512, vocab: 96 },
} satisfies Record<string, Size>;

export type SizeName = keyof typeof sizes;

/** One table of the bench: a size, and one variant in every layer. */
export interface Case {
  size: SizeName;
  variant: VariantId;
  /** The peers know standard attention alone. */
  peers: boolean;
}

const standardCase = (size: SizeName): Case => ({ size, variant: 'standard', peers: true });

const variantCases: Case[] = variants
  .filter(({ id }) => id !== 'standard')
  .map(({ id }) => ({ size: 'small', variant: id, peers: false }));

const sizeNames = Object.keys(sizes) as SizeName[];

/** What `--size` may name. */
export const selections = [...sizeNames, 'variants', 'all'];

/** The cases that `--size` selects; null where there is no such name. */
export function casesOf(selection: string): Case[] | null {
  if (selection === 'all') return [...sizeNames.map(standardCase), ...variantCases];
  if (selection === 'variants') return variantCases;
  const size = sizeNames.find((name) => name === selection);
  return size ? [standardCase(size)] : null;
}

/**
 * Cases of one size, a variant in every layer of each.
 * @param names of variants, with commas between them
 * @throws Error that names the variants where there is none of a name
 */
export function casesOfVariants(size: SizeName, names: string): Case[] {
  return names.split(',').map((name) => {
    const variant = variants.find(({ id }) => id === name.trim());
    if (!variant)
      throw new Error(`There is no variant "${name}"; they are ${variants.map(({ id }) => id).join(', ')}.`);
    return { size, variant: variant.id, peers: variant.id === 'standard' };
  });
}

/** A case as it is named wherever a figure stands: the page has a Tiny and a Small too, of other sizes. */
export function caseTitle({ size, variant }: Pick<Case, 'size' | 'variant'>): string {
  const { layers, dModel, context, batch } = sizes[size];
  return `${size} (L${layers} d${dModel} T${context} B${batch}), ${variant}`;
}

/** All of a size, in the letters of `Size`. */
export function describeSize(size: Size): string {
  const { layers, dModel, heads, context, batch, ffn, vocab } = size;
  return `L${layers} d${dModel} h${heads} T${context} B${batch} ffn${ffn} V${vocab}`;
}
