/**
 * What runs beside the GPU, in a page or a process of its own for each contender, so that one's memory and work are not
 * taken for another's. A step's time is that of N steps, submitted one after the other, and of reading the last one's loss,
 * divided by N: the worker too reads losses in batches. Its script time is the synchronous part, the call to `step()`.
 */
import { contenderOf } from './contenders';
import type { Contender } from './contenders/types';
import { timeKernels } from './kernels';
import { countGPUWork } from './measure';
import type { Case } from './sizes';
import { createTask } from './task';

export interface AdapterFacts {
  vendor: string;
  architecture: string;
  description: string;
  isFallbackAdapter: boolean;
}

export interface Round {
  stepMs: number;
  /** One for each step. */
  scriptMs: number[];
  dispatches: number;
}

/** A step whose loss was waited for. */
export interface SingleStep {
  loss: number;
  milliseconds: number;
  /** The most that buffers took up meanwhile. */
  peakBytes: number;
}

/** Time of all dispatches that one kernel had. */
export interface KernelTime {
  name: string;
  dispatches: number;
  microseconds: number;
}

let counts: ReturnType<typeof countGPUWork>;
let kernels: ReturnType<typeof timeKernels> | null = null;
let contender: Contender;

/** null where there is no adapter. */
export async function adapterFacts(): Promise<AdapterFacts | null> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  return { vendor, architecture, description, isFallbackAdapter };
}

export async function open(
  id: string,
  task: Pick<Case, 'size' | 'variant'>,
  options: { kernels?: boolean } = {},
): Promise<void> {
  counts = countGPUWork();
  if (options.kernels) kernels = timeKernels();
  const create = await contenderOf(id).load();
  contender = await create(createTask(task));
}

/**
 * One step, its loss read back: for warming up, for holding the contenders against each other, and for their memory. Steps
 * submitted ahead of the device would count against those that free a buffer only once it is done with.
 */
export async function singleStep(): Promise<SingleStep> {
  counts.peakBytes = counts.liveBytes;
  const start = performance.now();
  const loss = await contender.step().read();
  failOnErrors();
  return { loss, milliseconds: performance.now() - start, peakBytes: counts.peakBytes };
}

export async function round(steps: number): Promise<Round> {
  const scriptMs: number[] = [];
  const before = counts.dispatches;
  const start = performance.now();
  for (let s = 0; s < steps; s++) {
    const called = performance.now();
    const loss = contender.step();
    scriptMs.push(performance.now() - called);
    if (s === steps - 1) await loss.read();
    else loss.dispose();
  }
  const stepMs = (performance.now() - start) / steps;
  failOnErrors();
  return { stepMs, scriptMs, dispatches: (counts.dispatches - before) / steps };
}

/** Times every dispatch of some steps; the session must have been opened for it. */
export async function kernelTimes(steps: number): Promise<KernelTime[]> {
  if (!kernels) throw new Error('Open the session with { kernels: true } to time kernels.');
  await kernels.take();
  for (let s = 0; s < steps; s++) await contender.step().read();
  failOnErrors();
  return kernels.take();
}

function failOnErrors(): void {
  if (counts.errors.length > 0)
    throw new Error(`The GPU refused ${counts.errors.length} calls, the first with: ${counts.errors[0]}`);
}
