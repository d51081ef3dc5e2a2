/** Layers for tests: from their variants' ids, or drawn at random with their options. */
import { type Layer, layerOf, layerSchema, optionsOf } from '../../src/attention/layers';
import type { VariantId } from '../../src/attention/variants';
import type { Random } from '../../src/data/random';

/** A stack of these variants, each option at its default. */
export const stack = (...ids: VariantId[]): Layer[] => ids.map(layerOf);

/** A layer of this variant, each option at one of the values that its card offers. @param context length T in tokens */
export function drawnLayer(random: Random, id: VariantId, context: number): Layer {
  const drawn = Object.entries(optionsOf(id)).map(([name, option]) => {
    const choices = option.choices(context);
    return [name, choices[random.int(choices.length)]?.value];
  });
  return layerSchema.parse({ variant: id, ...Object.fromEntries(drawn) });
}
