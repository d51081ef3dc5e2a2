/** The kernels of the processor engine: what the built module exports. */
export { attention, attentionBack, attentionScratch, attentionSizes } from './attention';
export { features, featuresBack, normHeads, normHeadsBack, rotateHeads } from './heads';
export { matmul, matmulScratch } from './matmul';
export {
  addInto,
  addSumOfRows,
  addToRows,
  clear,
  clearColumns,
  copy,
  embed,
  embedBack,
  rmsNorm,
  rmsNormBack,
  swiGLU,
  swiGLUBack,
} from './rows';
export { adamW, crossEntropy, rightAnswers, sumOfSquares } from './training';
