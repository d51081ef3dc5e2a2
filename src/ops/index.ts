/** The differentiable ops of a transformer but for attention, which is in src/attention. */
export { adamWStep, createMoments } from './adamW';
export { type AdamWHyper, adamWSchedule } from './adamWSchedule';
export { crossEntropy, rowLosses } from './crossEntropy';
export { embedding } from './embedding';
export { linear, unembed } from './projections';
export { rmsNorm } from './rmsNorm';
export { swiGLU } from './swiGLU';
