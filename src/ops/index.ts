/** The few differentiable ops a transformer needs beside attention, which has a room of its own. */
export { type AdamWHyper, adamWSchedule, adamWStep, createMoments } from './adamW';
export { crossEntropy } from './crossEntropy';
export { embedding } from './embedding';
export { linear, unembed } from './projections';
export { rmsNorm } from './rmsNorm';
export { swiGLU } from './swiGLU';
