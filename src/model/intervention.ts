/** What is switched off or replaced in a trained model to see what it did: ablation and patching. Its parameters stay as they are. */
import { groupBy, partition, range } from 'es-toolkit';
import { type Layer, layerOf, mixingOf } from '../attention/layers';
import type { PrincipleId } from '../attention/variant';
import { variant } from '../attention/variants';
import type { Batch } from '../data/batches';
import { words } from '../format/words';
import { type ModelConfig, nonStandardLayers } from './config';

/** A map in the place of a layer's own. */
export interface ReplacedMap {
  /** From 0. */
  layer: number;
  /** (heads, T, T) for every row, or (rows, heads, T, T); row-major, queries are rows, what lies above the diagonal does not count. */
  map: Float32Array;
}

/** Layers and heads count from 0; what is left out stays as it is. */
export interface Intervention {
  /** Heads that add nothing. */
  headsOff?: readonly (readonly [layer: number, head: number])[] | undefined;
  /** Layers left out whole, mixer and feed-forward. */
  layersOff?: readonly number[] | undefined;
  /** Layers that mix by standard attention, with the projections that they have. */
  standard?: readonly number[] | undefined;
  /** Rows of the batch are mixed by them; reference rows go on by their own maps, so that no other layer's map changes. */
  maps?: readonly ReplacedMap[] | undefined;
}

/**
 * Applies what an intervention says of heads and forms.
 * @returns the config of the model that computes it, with the same parameters; the same object where nothing changes
 */
export function intervened(config: ModelConfig, { headsOff = [], standard = [] }: Intervention): ModelConfig {
  if (headsOff.length === 0 && standard.length === 0) return config;
  return {
    ...config,
    headsOff: [...(config.headsOff ?? []), ...headsOff],
    layers: config.layers.map((layer, l) => (standard.includes(l) ? layerOf('standard') : layer)),
  };
}

/**
 * Checks an intervention on a batch.
 * @throws Error with a sentence for the reader where the model lacks what is to be changed, or a map is of another size
 */
export function checkIntervention(
  config: ModelConfig,
  { headsOff = [], layersOff = [], standard = [], maps = [] }: Intervention,
  { inputs, rows }: Pick<Batch, 'inputs' | 'rows'>,
): void {
  const { layers, heads } = config;
  const named = [
    ...headsOff.map(([layer]) => layer),
    ...layersOff,
    ...standard,
    ...maps.map(({ layer }) => layer),
  ];
  for (const layer of named)
    if (!layers[layer])
      throw new Error(
        words('ablation.noLayer', 'There is no layer {{layer}}: the model has {{layers}}.', {
          layer: layer + 1,
          layers: layers.length,
        }),
      );
  for (const layer of [...headsOff.map(([l]) => l), ...standard, ...maps.map((map) => map.layer)])
    if (!mixingOf(layers[layer] as (typeof layers)[0]))
      throw new Error(
        words(
          'ablation.noMixing',
          'Layer {{layer}} mixes no tokens: it has no heads, no map and no projections for attention.',
          { layer: layer + 1 },
        ),
      );
  for (const [layer, head] of headsOff)
    if (!(head >= 0 && head < heads))
      throw new Error(
        words('ablation.noHead', 'Layer {{layer}} has no head {{head}}: it has {{heads}}.', {
          layer: layer + 1,
          head: head + 1,
          heads,
        }),
      );
  const size = heads * (inputs.length / rows) ** 2;
  for (const { layer, map } of maps)
    if (map.length !== size && map.length !== rows * size)
      throw new Error(
        words(
          'ablation.otherMap',
          "The map for layer {{layer}} is of other heads or of another length than the model's.",
          { layer: layer + 1 },
        ),
      );
}

/** Makes the map of so many heads that spreads evenly over all keys up to the query, (heads, T, T). */
export function uniformMap(heads: number, T: number): Float32Array {
  const map = new Float32Array(heads * T * T);
  for (let row = 0; row < heads * T; row++) map.fill(1 / ((row % T) + 1), row * T, row * T + (row % T) + 1);
  return map;
}

/** Layers of a stack that are left out together. */
export interface SkipGroup {
  /** All that are not standard, as in the paper's skip (§4.2), all that are, or all that relax one principle. */
  kind: 'others' | 'standard' | Exclude<PrincipleId, 'none'>;
  /** Their places, from 0, at least one. */
  layers: number[];
}

/** Groups a stack's layers, in the order of their first. Where one principle is relaxed alone, its layers are the others. */
export function skipGroups(layers: readonly Layer[]): SkipGroup[] {
  const kindOf = (l: number) => {
    const { principle } = variant((layers[l] as Layer).variant);
    return principle === 'none' ? 'standard' : principle;
  };
  const byKind = Object.entries(groupBy(range(layers.length), kindOf));
  const groups = byKind.map(([kind, own]) => ({ kind, layers: own }) as SkipGroup);
  const [standard, relaxed] = partition(groups, ({ kind }) => kind === 'standard');
  const others: SkipGroup = { kind: 'others', layers: nonStandardLayers(layers) };
  return [...(relaxed.length > 1 ? relaxed : []), ...(relaxed.length > 0 ? [others] : []), ...standard];
}
