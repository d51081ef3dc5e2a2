/** What a forward pass does otherwise than training does, as plain data that a worker can be sent. */
import type { ModelConfig } from '../model/config';
import { type Intervention, intervened } from '../model/intervention';
import type { AttentionPlan, ModelPlan } from './plan';
import { attentionPlan } from './plan';

export interface Changes {
  /** Layers left out whole. */
  skip: ReadonlySet<number>;
  /** Of some layers, what their attention is instead. */
  attention: ReadonlyMap<number, AttentionPlan>;
  /** Of some layers, the map that mixes the rows instead: (heads, T, T), or one for each row. */
  maps: ReadonlyMap<number, Float32Array>;
}

/** Nothing otherwise. */
export const none: Changes = { skip: new Set(), attention: new Map(), maps: new Map() };

/** Translates an intervention that checkIntervention finds nothing wrong with. */
export function changesOf(config: ModelConfig, intervention: Intervention): Changes {
  const { headsOff = [], layersOff = [], standard = [], maps = [] } = intervention;
  const changed = intervened(config, intervention);
  const touched = new Set([...headsOff.map(([layer]) => layer), ...standard]);
  return {
    skip: new Set(layersOff),
    // The reference rows are those of the model as it is.
    attention: new Map(
      [...touched].flatMap((l) => {
        const plan = attentionPlan(changed, l, config.layers);
        return plan ? [[l, plan] as const] : [];
      }),
    ),
    maps: new Map(maps.map(({ layer, map }) => [layer, map])),
  };
}

/** The same for some rows of a batch alone. */
export function changesForRows(
  changes: Changes,
  { heads }: ModelPlan,
  T: number,
  from: number,
  rows: number,
): Changes {
  const size = heads * T * T;
  const own = [...changes.maps].map(([layer, map]) => {
    const isOfAll = map.length === size;
    return [layer, isOfAll ? map : map.subarray(from * size, (from + rows) * size)] as const;
  });
  return { ...changes, maps: new Map(own) };
}
