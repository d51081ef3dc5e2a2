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

/** Compiles the kernels. Rejects with a CompileError where WebAssembly SIMD is missing or a policy forbids it. */
export async function compileKernels(build: SimdBuild = simdBuild()): Promise<WebAssembly.Module> {
  const { default: base64 } = await binaries[build]();
  return WebAssembly.compile(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
}

/** Makes an instance of compiled kernels; instances of one module share its code, in other threads too. */
export async function createKernels(
  module: WebAssembly.Module | Promise<WebAssembly.Module> = compileKernels(),
): Promise<KernelInstance> {
  const instance = await WebAssembly.instantiate(await module, {});
  const { memory, ...kernels } = instance.exports as unknown as Kernels & { memory: WebAssembly.Memory };
  const reserved = kernels.reservedBytes();
  if (reserved > kernelBytes)
    throw new Error(`The kernels keep ${reserved} bytes, more than ${kernelBytes}.`);
  return { kernels: kernels as Kernels, memory };
}
