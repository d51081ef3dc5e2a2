/**
 * What runs beside the device, in a page or a process of its own for each contender, so that one's memory and work are not
 * taken for another's. A step's time is that of N steps, submitted one after the other, and of reading the last one's loss,
 * divided by N: the worker too reads losses in batches. Its script time is the synchronous part, the call to `step()`.
 */
import { type AdapterFacts, adapterFacts as factsOfAdapter, findAdapter, hasGpu } from '../src/platform/gpu';
import { contenderOf } from './contenders';
import type { Contender } from './contenders/types';
import { timeKernels } from './kernels';
import { countGPUWork } from './measure';
import type { Case } from './sizes';
import { createTask } from './task';
import { timeWasmKernels } from './wasmKernels';

export interface Round {
  stepMs: number;
  /** One for each step; none where no JavaScript is in the way. */
  scriptMs: number[];
  /** In a step; null where there is no GPU. */
  dispatches: number | null;
}

/** A step whose loss was waited for. */
export interface SingleStep {
  loss: number;
  milliseconds: number;
  /** The most that GPU buffers took up meanwhile, or what the model has taken on the processor; null where nobody knows. */
  peakBytes: number | null;
}

/** Time of all dispatches, or calls, that one kernel has in a step. */
export interface KernelTime {
  name: string;
  dispatches: number;
  microseconds: number;
  /** Multiplications and additions of all of them; absent where they are not counted. */
  flops?: number;
}

/** What the kernels of a step took: means over steps on a GPU, medians on a processor. */
export interface KernelTimes {
  kernels: KernelTime[];
  /** On a processor, where nothing runs beside them. */
  step?: {
    microseconds: number;
    /** FLOP/s of a product of 512 × 512 matrices by the same kernels, in turn with the steps. */
    flopsPerSecondOf512: number;
  };
}

/** Times kernels from outside. */
export interface KernelTimer {
  /** Told before a step, and once it is done. */
  stepBegins(): void;
  stepEnds(): void;
  /** What the steps since the last take took. */
  take(): Promise<KernelTimes>;
}

let counts: ReturnType<typeof countGPUWork>;
let kernels: KernelTimer | null = null;
let contender: Contender;

/** null where there is no adapter. */
export async function adapterFacts(): Promise<AdapterFacts | null> {
  const adapter = hasGpu() ? await findAdapter({ powerPreference: 'high-performance' }) : null;
  return adapter && factsOfAdapter(adapter);
}

/** @returns the contender's device, as tables name it */
export async function open(
  id: string,
  task: Pick<Case, 'size' | 'variant'>,
  { kernels: timed, threads = null }: { kernels?: boolean; threads?: number | null } = {},
): Promise<string> {
  const entry = contenderOf(id);
  if (!entry.load) throw new Error(`${id} does not run in JavaScript.`);
  counts = countGPUWork();
  if (timed) kernels = entry.device === 'WebGPU' ? timeKernels() : await timeWasmKernels();
  const create = await entry.load();
  contender = await create(createTask(task), threads);
  return contender.device;
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
  const milliseconds = performance.now() - start;
  return { loss, milliseconds, peakBytes: contender.bytes ? contender.bytes() : counts.peakBytes };
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
  return { stepMs, scriptMs, dispatches: contender.bytes ? null : (counts.dispatches - before) / steps };
}

/** Times every kernel of some steps; the session must have been opened for it. */
export async function kernelTimes(steps: number): Promise<KernelTimes> {
  if (!kernels) throw new Error('Open the session with { kernels: true } to time kernels.');
  await kernels.take();
  for (let s = 0; s < steps; s++) {
    kernels.stepBegins();
    await contender.step().read();
    kernels.stepEnds();
  }
  failOnErrors();
  return kernels.take();
}

function failOnErrors(): void {
  if (counts.errors.length > 0)
    throw new Error(`The GPU refused ${counts.errors.length} calls, the first with: ${counts.errors[0]}`);
}
