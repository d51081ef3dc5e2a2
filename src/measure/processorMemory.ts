/** What a training takes of memory on the processor, from sizes alone: it is refused there beyond a limit. */

import { memoize } from 'es-toolkit';
import { settingsOfRun } from '../experiment/overrides';
import type { Experiment, Run } from '../experiment/schema';
import { type ModelConfig, modelConfig } from '../model/config';
import { mostBytes } from '../processor/memory';
import { modelPlan } from '../processor/plan';
import { ProcessorModel } from '../processor/processorModel';

/** Laying out a model takes a millisecond, and an edit changes one of eight. */
const plannedBytes = memoize(
  ({ config, rows }: { config: ModelConfig; rows: number }) =>
    ProcessorModel.plannedBytes(modelPlan(config), rows),
  { getCacheKey: (sizes) => JSON.stringify(sizes) },
);

/** Bytes of a run's weights, gradients, moments and activations for batches of so many rows. */
export const processorBytes = (experiment: Experiment, run: Run, vocab: number, rows: number): number =>
  plannedBytes({ config: modelConfig(settingsOfRun(experiment, run), run, vocab), rows });

/** A run that the processor has no room for, and what would fit. */
export interface Misfit {
  run: Run;
  bytes: number;
  /** Largest batch, of halves of the experiment's, with which every run fits; null where none does. */
  batch: number | null;
}

/** Finds the largest run beyond the processor's memory; null where every run fits. */
export function processorMisfit(experiment: Experiment, vocab: number): Misfit | null {
  const { runs, batch } = experiment;
  const largest = (rows: number) => {
    const sizes = runs.map((run) => ({ run, bytes: processorBytes(experiment, run, vocab, rows) }));
    return sizes.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  };
  const { run, bytes } = largest(batch);
  if (bytes <= mostBytes) return null;
  let fitting = Math.floor(batch / 2);
  while (fitting > 0 && largest(fitting).bytes > mostBytes) fitting = Math.floor(fitting / 2);
  return { run, bytes, batch: fitting > 0 ? fitting : null };
}
