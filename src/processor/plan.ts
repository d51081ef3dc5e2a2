/** What a model is made of, as plain data that a worker can be sent: it needs no schema, registry or form to compute with it. */

import type { ParameterSpec } from '../attention/dims';
import { type Layer, mixingOf, referenceKinds } from '../attention/layers';
import { gatedMlpHidden } from '../attention/parameters';
import { type ReferenceKind, sources } from '../attention/sources';
import { headsOffIn, type ModelConfig, parameterSpecs } from '../model/config';
import { formCode } from './forms';

/** What a layer's attention is, as the kernels need it. */
export interface AttentionPlan {
  /** Of the layer's parameters' names. */
  prefix: string;
  /** See forms.ts. */
  form: number;
  /** Whether RoPE turns q and k. */
  rope: boolean;
  /** Keys that a query sees at most. */
  window: number;
  isStatic: boolean;
  /** Row of the reference stream that q and k come from; −1 where they come from the rows themselves. */
  referenceRow: number;
  headsOff: number[];
}

export interface ModelPlan extends Omit<ModelConfig, 'layers' | 'headsOff'> {
  /** In the order of a checkpoint. */
  parameters: ParameterSpec[];
  /** By layer; null where no token sees another. */
  layers: (AttentionPlan | null)[];
  /** The reference rows, in their order. */
  references: ReferenceKind[];
  /** Hidden size of a gated MLP in a mixer's place. */
  mlpHidden: number;
}

/** @throws Error where a layer's form has no kernels */
export function modelPlan(config: ModelConfig): ModelPlan {
  const { layers, headsOff: _, ...sizes } = config;
  return {
    ...sizes,
    parameters: parameterSpecs(config),
    layers: layers.map((_, l) => attentionPlan(config, l)),
    references: referenceKinds(layers),
    mlpHidden: gatedMlpHidden(config),
  };
}

/** @param stack the layers whose reference rows there are */
export function attentionPlan(
  config: ModelConfig,
  l: number,
  stack: readonly Layer[] = config.layers,
): AttentionPlan | null {
  const mixing = mixingOf(config.layers[l] as Layer);
  if (!mixing) return null;
  const { reference } = sources[mixing.source];
  const references = referenceKinds(stack);
  return {
    prefix: `layers.${l}.mixer`,
    form: formCode(mixing.form.id),
    rope: mixing.form.rope,
    window: mixing.mask.width,
    isStatic: mixing.source === 'static',
    referenceRow: reference ? references.indexOf(reference) : -1,
    headsOff: headsOffIn(config, l),
  };
}
