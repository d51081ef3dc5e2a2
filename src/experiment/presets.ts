/**
 * The registry of sizes: each sets width, heads, context, batch and learning rate together. A new one is an entry here.
 */
import { isEqual } from 'es-toolkit';
import { setModel, setSettings, type Transition } from './edit';
import type { Experiment, ModelSettings, OptimizerSettings } from './schema';

export interface SizePreset {
  id: string;
  name: string;
  /** What it is for, in a phrase. */
  description: string;
  model: Pick<ModelSettings, 'dModel' | 'heads' | 'kvHeads' | 'ffn' | 'context'>;
  batch: number;
  rates: Pick<OptimizerSettings, 'learningRate' | 'minLearningRate'>;
}

const tiny: SizePreset = {
  id: 'tiny',
  name: 'Tiny',
  description: 'for a machine without a graphics card',
  model: { dModel: 32, heads: 2, kvHeads: 2, ffn: 96, context: 32 },
  batch: 8,
  rates: { learningRate: 5e-3, minLearningRate: 5e-4 },
};

export const small: SizePreset = {
  id: 'small',
  name: 'Small',
  description: 'the first experiment: about a minute on a laptop',
  model: { dModel: 64, heads: 4, kvHeads: 4, ffn: 192, context: 64 },
  batch: 8,
  rates: { learningRate: 3e-3, minLearningRate: 3e-4 },
};

export const medium: SizePreset = {
  id: 'medium',
  name: 'Medium',
  description: 'for a real graphics card and a few minutes',
  model: { dModel: 128, heads: 4, kvHeads: 4, ffn: 384, context: 128 },
  batch: 16,
  rates: { learningRate: 1e-3, minLearningRate: 1e-4 },
};

export const sizePresets: readonly SizePreset[] = [tiny, small, medium];

/** Sets width, heads, feed-forward, context, batch and learning rates together. */
export const applyPreset =
  ({ model, batch, rates }: SizePreset): Transition =>
  (e) =>
    setSettings({ batch, optimizer: { ...e.optimizer, ...rates } })(setModel(model)(e));

/** Finds the preset whose sizes an experiment has. */
export function presetOf(e: Experiment): SizePreset | undefined {
  return sizePresets.find((preset) => isEqual(applyPreset(preset)(e), e));
}
