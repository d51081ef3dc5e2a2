/** Whether the kernels run, and on what kind of adapter, which decides how they share work among threads. */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { deviceFacts, factsOf } from '../platform/gpu';
import { backendSeam } from './backendSeam';
import { isSoftware } from './softwareAdapter';

let enabled = true;

/** Whether the fused kernels run; without them, on any other backend and in tests, ops are compositions of tf ops. */
export function kernelsRun(): boolean {
  return enabled && tf.getBackend() === 'webgpu';
}

/** Switches the fused kernels off or on again, to hold one against the other. */
export function setKernels(on: boolean): void {
  enabled = on;
}

/**
 * A software adapter pays dearly for barriers and for every load, and little for registers: threads work alone on large
 * tiles. A GPU wants many threads that share loads through workgroup memory.
 */
export type AdapterKind = 'software' | 'gpu';

let forced: AdapterKind | null = null;

/** Has kernels made as for this kind of adapter, so that a test holds both; null for the adapter's own. */
export function forceAdapterKind(kind: AdapterKind | null): void {
  forced = kind;
}

/** Tells the kind of the adapter in use, or the one that a test forces. */
export function adapterKind(): AdapterKind {
  if (forced) return forced;
  // TensorFlow.js keeps what the adapter said of itself, for where its device does not.
  const facts = deviceFacts(device()) ?? factsOf(backendSeam().adapterInfo);
  return isSoftware(facts) ? 'software' : 'gpu';
}

/** Gets the device of the WebGPU backend; only where that is the backend in use. */
export function device(): GPUDevice {
  return (tf.backend() as WebGPUBackend).device;
}

/** Resolves when the device has done all that it was asked for: made buffers, taken uploads, run what was submitted. */
export async function deviceIdle(): Promise<void> {
  await device().queue.onSubmittedWorkDone();
}
