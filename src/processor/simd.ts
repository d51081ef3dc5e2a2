/** Which SIMD of WebAssembly this machine runs. Loads no kernels, so that it can be asked before there is a need for any. */

export type SimdBuild = 'relaxed' | 'plain';

/** A module of one function, () → v128, with this code. */
const moduleOf = (...code: number[]) =>
  Uint8Array.of(
    ...[0, 97, 115, 109, 1, 0, 0, 0], // magic, version
    ...[1, 5, 1, 96, 0, 1, 123], // types: () → v128
    ...[3, 2, 1, 0], // functions: one, of that type
    ...[10, 4 + code.length, 1, 2 + code.length, 0, ...code, 11], // code, without locals
  );

/** i8x16.relaxed_swizzle of two splats. */
const relaxedProbe = moduleOf(65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2);

/** Relaxed SIMD has fused multiply-add and is a third faster; not every browser has it. */
export const simdBuild = (): SimdBuild => (WebAssembly.validate(relaxedProbe) ? 'relaxed' : 'plain');
