/** What a model is made of: the sizes of docs/spec.md "Backbone" (paper §4.2) and a variant for each layer. */

import type { Dims, ParameterSpec } from '../attention/dims';
import type { Layer } from '../attention/layers';
import { mixerParameters } from '../attention/parameters';
import { variant } from '../attention/variants';
import { headsOffOf, settingsOfRun } from '../experiment/overrides';
import type { Experiment, Run } from '../experiment/schema';

export interface ModelConfig extends Dims {
  vocab: number;
  /** Context length T in tokens. */
  context: number;
  tieEmbeddings: boolean;
  layers: Layer[];
  /** Heads that are switched off, as layer and head, from 0. */
  headsOff?: readonly (readonly [layer: number, head: number])[];
}

/** RoPE base 10000 suits short contexts (Qwen uses 1e6); RMSNorm's epsilon as in Qwen2.5. */
const backbone = { ropeTheta: 10_000, rmsEps: 1e-6 };

/** Returns the model of one run, its overrides applied. @param vocab tokens of the vocabulary */
export function modelConfig(experiment: Experiment, run: Run, vocab: number): ModelConfig {
  const headsOff = headsOffOf(experiment, run);
  return {
    ...backbone,
    ...settingsOfRun(experiment, run).model,
    vocab,
    layers: run.layers,
    ...(headsOff.length > 0 && { headsOff }),
  };
}

/** Returns the heads of a layer that are switched off, from 0. */
export const headsOffIn = ({ headsOff = [] }: ModelConfig, layer: number): number[] =>
  headsOff.filter(([l]) => l === layer).map(([, head]) => head);

/** Lists every parameter in order, named as in the fixtures; weights are (in, out). */
export function parameterSpecs(config: ModelConfig): ParameterSpec[] {
  const { vocab, dModel: d, ffn } = config;
  const specs: ParameterSpec[] = [{ name: 'embed.weight', shape: [vocab, d], kind: 'matrix' }];
  config.layers.forEach((layer, l) => {
    const prefix = `layers.${l}.`;
    specs.push({ name: `${prefix}norm1.gain`, shape: [d], kind: 'gain' });
    for (const spec of mixerParameters(variant(layer.variant), config))
      specs.push({ ...spec, name: `${prefix}mixer.${spec.name}` });
    specs.push(
      { name: `${prefix}norm2.gain`, shape: [d], kind: 'gain' },
      { name: `${prefix}ffn.gate.weight`, shape: [d, ffn], kind: 'matrix' },
      { name: `${prefix}ffn.up.weight`, shape: [d, ffn], kind: 'matrix' },
      { name: `${prefix}ffn.down.weight`, shape: [ffn, d], kind: 'matrix' },
    );
  });
  specs.push({ name: 'norm.gain', shape: [d], kind: 'gain' });
  if (!config.tieEmbeddings) specs.push({ name: 'head.weight', shape: [vocab, d], kind: 'matrix' });
  return specs;
}

/** Returns how many elements a tensor of this shape has. */
export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Counts the trainable parameters. */
export function parameterCount(config: ModelConfig): number {
  return parameterSpecs(config).reduce((sum, spec) => sum + elements(spec.shape), 0);
}

/** Returns the layers that the Skip evaluation leaves out, from 0: all that are not standard (paper §4.2). */
export function nonStandardLayers(layers: readonly Layer[]): number[] {
  return layers.flatMap((layer, l) => (layer.variant === 'standard' ? [] : [l]));
}
