/** The compiled kernels: what they are called with, and an instance with a memory of its own. */
import type * as assembly from './assembly';
import { kernelBytes } from './assembly/scratch';
import { type SimdBuild, simdBuild } from './simd';

/** Pointers are bytes in the instance's memory; sizes are counts. See assembly/ for what each kernel does. */
export type Kernels = typeof assembly;

export interface KernelInstance {
  kernels: Kernels;
  memory: WebAssembly.Memory;
}

/** Each build is a file of its own, so that only the one that is used is loaded. */
const binaries = {
  relaxed: () => import('virtual:processor-kernels/relaxed'),
  plain: () => import('virtual:processor-kernels/plain'),
};

/** An instance of the kernels. Rejects with an Error for the reader where WebAssembly SIMD is missing or a policy forbids it */
export async function createKernels(build: SimdBuild = simdBuild()): Promise<KernelInstance> {
  const { default: base64 } = await binaries[build]();
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, {}).catch((error) => {
    throw new Error(
      `The processor engine needs WebAssembly with SIMD, and cannot have it here: ${error.message}`,
    );
  });
  const { memory, ...kernels } = instance.exports as unknown as Kernels & { memory: WebAssembly.Memory };
  const reserved = kernels.reservedBytes();
  if (reserved > kernelBytes)
    throw new Error(`The kernels keep ${reserved} bytes, more than ${kernelBytes}.`);
  return { kernels: kernels as Kernels, memory };
}
