/** The kernels of the processor engine: what the built module exports. */
export { attention } from './attention';
export { attentionBack } from './attentionBack';
export { mapBlock, packMapKeys } from './attentionMap';
export { attentionSizes } from './attentionSizes';
export { features, featuresBack, normHeads, normHeadsBack, rotateHeads } from './heads';
export { matmul } from './matmul';
export {
  addInto,
  addSumOfRows,
  addToRows,
  clear,
  clearColumns,
  copy,
  copyRows,
  embed,
  embedBack,
  rmsNorm,
  rmsNormBack,
  swiGLU,
  swiGLUBack,
} from './rows';
export { adamW, crossEntropy, rightAnswers, sumOfSquares } from './training';

/** Bytes at the start of the memory that hold static data: at most `kernelBytes` of scratch.ts. */
export function reservedBytes(): usize {
  return __heap_base;
}
