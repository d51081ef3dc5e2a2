/** Compiles the kernels, in one of two builds, once for all workers. */
import { type SimdBuild, simdBuild } from './simd';

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
