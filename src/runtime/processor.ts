/** Starts the engine on the processor, whose workers are threads of the browser where it has them. */
import type { Engine } from '../engine/engine';
import { coreCount } from '../platform/machine';
import { compileKernels } from '../processor/compileKernels';
import { createProcessorEngine } from '../processor/processorEngine';
import { simdBuild } from '../processor/simd';
import { startBrowserWorker, startInThisThread, threadsStart } from '../processor/startWorker';

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

/** Rejects with a CompileError where SIMD is missing, or the page's policy forbids WebAssembly. */
export async function startProcessor(): Promise<StartedProcessor> {
  const [kernels, hasThreads] = await Promise.all([compileKernels(), threadsStart()]);
  if (!hasThreads)
    return onOneThread(
      kernels,
      'The browser starts no workers inside a worker, so all runs train on one core.',
    );
  return {
    engine: createProcessorEngine(startBrowserWorker, kernels, coreCount()),
    adapter: processorAdapter(),
  };
}

/** Starts it without workers of its own. @param limit why, for the reader. Rejects as `startProcessor` does */
export async function startOnOneThread(limit: string): Promise<StartedProcessor> {
  return onOneThread(await compileKernels(), limit);
}

function onOneThread(kernels: WebAssembly.Module, limit: string): StartedProcessor {
  const engine = createProcessorEngine(startInThisThread, kernels);
  return { engine, adapter: processorAdapter(), limit };
}
