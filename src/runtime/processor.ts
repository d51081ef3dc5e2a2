/** Starts the engine on the processor. */
import type { Engine } from '../engine/engine';
import { coreCount } from '../platform/machine';
import { compileKernels } from '../processor/compileKernels';
import { createProcessorEngine } from '../processor/processorEngine';
import { simdBuild } from '../processor/simd';
import { type StartWorker, startInThisThread } from '../processor/startWorker';

/** What stored results call the kernels: bits are the same only of one build. */
export const processorAdapter = (): string =>
  simdBuild() === 'relaxed' ? 'WebAssembly, relaxed SIMD' : 'WebAssembly SIMD';

/** The processor's engine, started. */
export interface StartedProcessor {
  engine: Engine;
  adapter: string;
  /** What it does without here, which makes it slow: a sentence for the reader. */
  limit?: string;
}

/**
 * Starts it with a worker of its own for each model.
 * Rejects with a CompileError where SIMD is missing, or the page's policy forbids WebAssembly.
 */
export async function startProcessor(startWorker: StartWorker): Promise<StartedProcessor> {
  const kernels = await compileKernels();
  return { engine: createProcessorEngine(startWorker, kernels, coreCount()), adapter: processorAdapter() };
}

/** Starts it without workers of its own. @param limit why, for the reader. Rejects as `startProcessor` does */
export async function startOnOneThread(limit: string): Promise<StartedProcessor> {
  const kernels = await compileKernels();
  return { engine: createProcessorEngine(startInThisThread, kernels), adapter: processorAdapter(), limit };
}
