/** The compiled kernels: what they are called with, which build this machine takes, and an instance with a memory of its own. */
import { plain, relaxed } from 'virtual:processor-kernels';
import type * as assembly from './assembly';

/** Pointers are bytes in the instance's memory; sizes are counts. See assembly/ for what each kernel does. */
export type Kernels = typeof assembly;

export type SimdBuild = 'relaxed' | 'plain';

export interface KernelInstance {
  kernels: Kernels;
  memory: WebAssembly.Memory;
}

/** A module of one function, () → v128, that uses relaxed SIMD: i8x16.relaxed_swizzle of two splats. */
const relaxedProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0], // magic, version
  ...[1, 5, 1, 96, 0, 1, 123], // types: () → v128
  ...[3, 2, 1, 0], // functions: one, of that type
  ...[10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11], // code
);

/** Relaxed SIMD has fused multiply-add and is a third faster; not every browser has it. */
export const simdBuild = (): SimdBuild => (WebAssembly.validate(relaxedProbe) ? 'relaxed' : 'plain');

const modules = new Map<SimdBuild, Promise<WebAssembly.Module>>();

function moduleOf(build: SimdBuild): Promise<WebAssembly.Module> {
  let compiled = modules.get(build);
  if (!compiled) {
    const bytes = Uint8Array.from(atob(build === 'relaxed' ? relaxed : plain), (c) => c.charCodeAt(0));
    compiled = WebAssembly.compile(bytes);
    modules.set(build, compiled);
  }
  return compiled;
}

/** An instance of the kernels. @throws CompileError where WebAssembly SIMD is missing or forbidden by a policy */
export async function createKernels(build: SimdBuild = simdBuild()): Promise<KernelInstance> {
  const instance = await WebAssembly.instantiate(await moduleOf(build), {});
  const { memory, ...kernels } = instance.exports as unknown as Kernels & { memory: WebAssembly.Memory };
  return { kernels: kernels as Kernels, memory };
}
