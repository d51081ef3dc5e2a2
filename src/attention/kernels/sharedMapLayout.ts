/**
 * How the one map for all rows is laid out, and shared among threads. Only its triangle j ≤ i is stored: row i has ⌊i/4⌋
 * + 1 vec4s, the last filled up with zeros, so that weights come four at a time whatever the length, and no mask is
 * needed where they are used.
 */

import { adapterKind } from '../../device/adapter';
import type { AttentionSizes } from '../heads';
import { attentionCode, softwareBlock } from './attentionCode';

/** vec4s of the triangle before row i; WGSL's rowStart is the same. */
const rowStart = (i: number) => (Math.floor(i / 4) + 1) * (2 * Math.floor(i / 4) + (i % 4));

/** Returns the shape of the map, and of its gradient: (heads, vec4s of the triangle, 4). */
export const mapShape = ({ heads, T }: AttentionSizes) => [heads, rowStart(T), 4];

interface Blocking {
  /** Groups of four queries, or of four keys, of a thread. */
  groups: number;
  /** Entries of a head that a thread takes; `parts` threads share a head. */
  entries: number;
  parts: number;
}

/** Returns how the work of a sum along the map is divided among threads. @param rows of what is summed */
export function blocking(rows: number, { heads, T, headDim }: AttentionSizes): Blocking {
  const D = headDim % 4 === 0 ? headDim / 4 : headDim;
  if (adapterKind() === 'gpu') return { groups: 1, entries: 1, parts: D };
  // Sixteen positions by four entries have the fewest loads to a multiplication that 64 registers allow.
  const entries = [4, 3, 2, 1].find((e) => D % e === 0) as number;
  return { groups: softwareBlock(rows * heads * T * T * headDim), entries, parts: D / entries };
}

/** Returns a workgroup size. A software adapter runs one workgroup per core, so that few threads need small ones. */
export const workgroup = (threads: number) => (adapterKind() === 'gpu' ? 64 : threads >= 1024 ? 16 : 4);

/**
 * Returns what all kernels share. `map` is bound as vec4, and so are other tensors where headDim is a multiple of four.
 */
export function common(sizes: AttentionSizes) {
  const code = attentionCode(sizes, true);
  return {
    code,
    kernel: {
      vec4: ['map', 'dScores', ...code.vec4],
      sizes: { ...code.sizes, perHead: rowStart(sizes.T) },
      declarations: `
        ${code.declarations}
        fn rowStart(i : i32) -> i32 { let a = i / 4; return (a + 1) * (2 * a + i % 4); }`,
    },
  };
}
