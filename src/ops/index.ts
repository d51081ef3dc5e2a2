/** The differentiable ops of a transformer but for attention, which is in src/attention. */
export { type AdamWHyper, adamWSchedule, adamWStep, createMoments } from './adamW';
export { crossEntropy } from './crossEntropy';
export { embedding } from './embedding';
export { linear, unembed } from './projections';
export { rmsNorm } from './rmsNorm';
export { swiGLU } from './swiGLU';
