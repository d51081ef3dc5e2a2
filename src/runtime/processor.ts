/** Starts the engine on the processor, whose workers are threads of the browser. */
import type { Engine } from '../engine/engine';
import { compileKernels } from '../processor/compileKernels';
import { createProcessorEngine } from '../processor/processorEngine';
import { simdBuild } from '../processor/simd';
import { startBrowserWorker } from '../processor/startWorker';

/** What stored results call the kernels: bits are the same only of one build. */
export const processorAdapter = (): string =>
  simdBuild() === 'relaxed' ? 'WebAssembly, relaxed SIMD' : 'WebAssembly SIMD';

/** Rejects with a CompileError where SIMD is missing, or the page's policy forbids WebAssembly. */
export async function startProcessor(): Promise<{ engine: Engine; adapter: string }> {
  const cores = navigator.hardwareConcurrency ?? 1;
  const engine = createProcessorEngine(startBrowserWorker, await compileKernels(), cores);
  return { engine, adapter: processorAdapter() };
}
