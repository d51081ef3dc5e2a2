/** What kind of adapter the kernels run on, which decides how they share work among threads. */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/**
 * A software adapter pays dearly for barriers and for every load, and little for registers: threads work alone on large
 * tiles. A GPU wants many threads that share loads through workgroup memory.
 */
export type AdapterKind = 'software' | 'gpu';

let forced: AdapterKind | null = null;

/** Makes kernels as for this kind of adapter, so that a test holds both; null for the adapter's own. */
export function forceAdapterKind(kind: AdapterKind | null): void {
  forced = kind;
}

export function adapterKind(): AdapterKind {
  if (forced) return forced;
  const { adapterInfo } = device();
  return isSoftware(adapterInfo) ? 'software' : 'gpu';
}

/** Whether an adapter computes on the CPU (SwiftShader, llvmpipe). */
export function isSoftware(info: GPUAdapterInfo): boolean {
  const { vendor, architecture, description, isFallbackAdapter } = info;
  return (
    isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(`${vendor} ${architecture} ${description}`)
  );
}

export function device(): GPUDevice {
  return (tf.backend() as WebGPUBackend).device;
}
