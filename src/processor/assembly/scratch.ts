/**
 * What kernels work on of their own, and its sizes. Plain arithmetic, which TypeScript runs as well: what a model takes is
 * known without WebAssembly.
 */

/** Bytes at the start of the memory that are the kernels': static data, as large as the memory is at first. */
export const kernelBytes: i32 = 5 * 65_536;

/** Columns of a panel of a packed matrix. */
export const panelWidth: i32 = 8;
/** Rows of a matrix that are packed at a time: a panel of them, 8 KiB, stays in the first cache. */
export const depth: i32 = 256;
/** Columns of a matrix that are packed at a time. */
export const breadth: i32 = 512;
/** Query rows of a block of attention. */
export const blockRows: i32 = 32;

/** n rounded up to whole panels. */
export function toPanels(n: i32): i32 {
  return (n + panelWidth - 1) & ~(panelWidth - 1);
}

/** Floats of one packed matrix of a head, (T × headDim) or its transpose, whichever is larger. */
export function packedHeadFloats(T: i32, headDim: i32): i32 {
  const transposed = toPanels(headDim) * T;
  const packed = toPanels(T) * headDim;
  if (packed > transposed) return packed;
  return transposed;
}

/** Floats of scratch that `attention` and `attentionBack` need: see attentionSizes.ts for its parts. */
export function attentionScratch(T: i32, headDim: i32): i32 {
  const width = toPanels(T);
  return (
    3 * packedHeadFloats(T, headDim) + 3 * blockRows * width + 2 * width + 2 * toPanels(headDim) * blockRows
  );
}

/** Floats of scratch that `matmul` packs into. */
export function matmulScratch(): i32 {
  return depth * breadth;
}
