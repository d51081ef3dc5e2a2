/** The stacks of a plan: written one by one, or made by a rule. */
import { isEqual, uniqBy } from 'es-toolkit';
import { type Layer, layerOf, layerSchema, optionsOf } from '../attention/layers';
import { place, placements } from '../experiment/placements';
import { limits } from '../experiment/schema';
import { z } from '../zod';

const placementIds = placements.map(({ id }) => id);
const variants = z.array(layerSchema).min(1, 'Name at least one variant.');
const count = z
  .int(`Give a whole number of layers, at most ${limits.layers}.`)
  .min(1, 'A stack needs at least one layer.')
  .max(limits.layers, `A stack has at most ${limits.layers} layers.`);

const stack = z
  .array(layerSchema)
  .min(1, 'A stack needs at least one layer.')
  .max(limits.layers, `A stack has at most ${limits.layers} layers.`);

/** Layers from the bottom up, as everywhere. */
export const stackSchema = stack;

export const stackRuleSchema = z.discriminatedUnion(
  'rule',
  [
    z.strictObject({ rule: z.literal('list'), stacks: z.array(stack).min(1, 'Name at least one stack.') }),
    /** Two layers: each variant below each. */
    z.strictObject({ rule: z.literal('pairs'), variants }),
    /** Each variant at each placement of the registry among standard layers. */
    z.strictObject({
      rule: z.literal('placed'),
      layers: count,
      variants,
      placements: z.array(z.enum(placementIds, `Name a placement: ${placementIds.join(', ')}.`)),
    }),
    /** Each variant and standard layers, in every order. At most 2^8 of them. */
    z.strictObject({
      rule: z.literal('orders'),
      layers: count.max(8, 'Every order of more than 8 layers is more than can be trained.'),
      variants,
    }),
  ],
  'Make stacks by a rule: list, pairs, placed or orders.',
);

type StackRule = z.infer<typeof stackRuleSchema>;

/** Makes the stacks of some rules, each once, in the order in which they come first. */
export const stacksOf = (rules: readonly StackRule[]): Layer[][] => uniqBy(rules.flatMap(made), stackId);

function made(rule: StackRule): Layer[][] {
  switch (rule.rule) {
    case 'list':
      return rule.stacks;
    case 'pairs':
      return rule.variants.flatMap((lower) => rule.variants.map((upper) => [lower, upper]));
    case 'placed':
      return rule.variants.flatMap((variant) =>
        placements
          .filter(({ id }) => rule.placements.includes(id))
          .map((placement) => place(placement, variant, rule.layers)),
      );
    case 'orders':
      return rule.variants.flatMap((variant) =>
        Array.from({ length: 2 ** rule.layers }, (_, order) =>
          Array.from({ length: rule.layers }, (_, l) => ((order >> l) & 1 ? layerOf('standard') : variant)),
        ),
      );
  }
}

/** Names a stack by its layers from the bottom up: "slidingWindow-4+standard". */
export const stackId = (layers: readonly Layer[]): string => layers.map(layerId).join('+');

const layerId = (layer: Layer): string => {
  const values = layer as unknown as Record<string, number>;
  return [layer.variant, ...Object.keys(optionsOf(layer.variant)).map((option) => values[option])].join('-');
};

/**
 * Returns the stack that computes the same: at the bottom the stream is the embedding itself, so that StaticEmbQK there is
 * standard attention.
 */
export function sameStack(layers: readonly Layer[]): Layer[] {
  const [bottom, ...others] = layers as [Layer, ...Layer[]];
  return isEqual(bottom, layerOf('staticEmbQK')) ? [layerOf('standard'), ...others] : [bottom, ...others];
}
