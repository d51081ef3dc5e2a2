/** What the bench page times: models of the bench, on each engine that the machine has. */
import { clamp } from 'es-toolkit';
import type { Experiment } from '../../src/experiment/schema';
import { worded } from '../../src/format/words';
import type { MachineFacts, TimedEngine } from '../../src/runtime/protocol';
import { benchExperiment } from '../experiment';
import { type SizeName, sizes } from '../sizes';

/** Small enough for a phone. */
export const timedSizes = ['tiny', 'small'] as const satisfies readonly SizeName[];
export type TimedSize = (typeof timedSizes)[number];

export interface TimedCase {
  size: TimedSize;
  engine: TimedEngine;
}

/** In words, as the head of a column or of a row. */
export const engineNames: Record<TimedEngine, string> = {
  oneWorker: 'Processor, one worker',
  allCores: 'Processor, all cores',
  webgpu: 'WebGPU',
};
export const timedEngines = Object.keys(engineNames) as TimedEngine[];

/** What is learned: a task, so that no text is fetched. Its 64 tokens stand in for the 96 of `npm run bench`. */
const task = { id: 'induction', knobs: { longest: 8, symbols: 64 } };

/** A standard stack of this size on the task. */
export const experimentOf = (size: TimedSize): Experiment => ({
  ...benchExperiment({ size, variant: 'standard' }),
  task,
});

/** Why an engine is not there, a sentence; null where it is. */
export function missingReason(engine: TimedEngine, { simd, workers, adapter }: MachineFacts): string | null {
  if (engine === 'webgpu') return 'name' in adapter ? null : worded(adapter.reason);
  if (!simd) return 'WebAssembly SIMD does not run here.';
  return engine === 'allCores' && workers === 1 ? 'There is one core.' : null;
}

/** The cases there are on a machine, in turn. */
export const casesOn = (machine: MachineFacts): TimedCase[] =>
  timedSizes.flatMap((size) =>
    timedEngines
      .filter((engine) => missingReason(engine, machine) === null)
      .map((engine) => ({ size, engine })),
  );

/** A size as it is named in tables: its name, and what tells it from other sizes of that name. */
export function sizeTitle(size: TimedSize): string {
  const { layers, dModel, context, batch } = sizes[size];
  return `${size} (L${layers} d${dModel} T${context} B${batch})`;
}

const usualSeconds = 5;

/** Reads from a page's query, "?seconds=1", how long each case is timed, within reason; the usual seconds where it is silent. */
export function secondsOf(query: string): number {
  const seconds = Number(new URLSearchParams(query).get('seconds') || usualSeconds);
  return Number.isFinite(seconds) ? clamp(seconds, 0.1, 60) : usualSeconds;
}
