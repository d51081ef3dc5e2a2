/** The sizes of the attention that is computed next, and where its scratch has what. Set by `attentionSizes` before a call. */
import { blockRows, packedHeadFloats, panelWidth, toPanels } from './scratch';

/** How scores become weights; the numbers are the `FormCode` of forms.ts. */
export const softmax: i32 = 0;
export const taylor: i32 = 1;
const linear: i32 = 2;
export const key: i32 = 3;

/** Sizes that every function here needs; set by `attentionSizes` before a call. */
export let rows: i32 = 0;
export let mapRows: i32 = 0;
export let T: i32 = 0;
export let heads: i32 = 0;
export let kvHeads: i32 = 0;
export let headDim: i32 = 0;
/** Keys that a query sees at most, its own the last. */
export let window: i32 = 0;
export let form: i32 = 0;
export let strideQ: i32 = 0;
export let strideK: i32 = 0;
export let strideV: i32 = 0;
let scratch: usize = 0;

/** Whether the key-only form needs no block: its sums are carried along the positions. */
export function scans(): boolean {
  return form === key && window === T;
}

/** Floats between rows of a block of scores: T, rounded up to whole panels. */
export function width(): i32 {
  return toPanels(T);
}

export function attentionSizes(
  formCode: i32,
  rowCount: i32,
  mapCount: i32,
  length: i32,
  headCount: i32,
  kvCount: i32,
  dims: i32,
  keysSeen: i32,
  qStride: i32,
  kStride: i32,
  vStride: i32,
  work: usize,
): void {
  form = formCode;
  rows = rowCount;
  mapRows = mapCount;
  T = length;
  heads = headCount;
  kvHeads = kvCount;
  headDim = dims;
  window = min(keysSeen, length);
  strideQ = qStride;
  strideK = kStride;
  strideV = vStride;
  scratch = work;
}

export function floats(n: i32): usize {
  return (<usize>n) << 2;
}

/** The parts of the scratch. */
export function packed(n: i32): usize {
  return scratch + floats(n * packedHeadFloats(T, headDim));
}

export function block(n: i32): usize {
  return scratch + floats(3 * packedHeadFloats(T, headDim) + n * blockRows * width());
}

export function keyScoresOf(n: i32): usize {
  return block(3) + floats(n * width());
}

export function packedBlock(n: i32): usize {
  return keyScoresOf(2) + floats(n * toPanels(headDim) * blockRows);
}

export function scale(): f32 {
  return form === linear ? 1 : 1 / sqrt<f32>(<f32>headDim);
}

/** First key, down to a whole panel, that a block from query `top` sees. */
export function firstKeyOf(top: i32): i32 {
  return max(0, top - window + 1) & ~(panelWidth - 1);
}
