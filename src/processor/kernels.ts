/** The compiled kernels: what they are called with, and an instance with a memory of its own. */
import type * as assembly from './assembly';
import { kernelBytes } from './assembly/scratch';

/** Pointers are bytes in the instance's memory; sizes are counts. See assembly/ for what each kernel does. */
export type Kernels = typeof assembly;

export interface KernelInstance {
  kernels: Kernels;
  memory: WebAssembly.Memory;
}

/** Makes an instance of compiled kernels; instances of one module share its code, in other threads too. */
export async function createKernels(module: WebAssembly.Module): Promise<KernelInstance> {
  const instance = await WebAssembly.instantiate(module, {});
  const { memory, ...kernels } = instance.exports as unknown as Kernels & { memory: WebAssembly.Memory };
  const reserved = kernels.reservedBytes();
  if (reserved > kernelBytes)
    throw new Error(`The kernels keep ${reserved} bytes, more than ${kernelBytes}.`);
  return { kernels: kernels as Kernels, memory };
}
