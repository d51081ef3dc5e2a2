/** The few differentiable ops a transformer needs. */
export { type AdamWHyper, type AdamWState, adamWStep, createAdamWState, disposeAdamWState } from './adamW';
export { attentionMap } from './attentionMap';
export { crossEntropy } from './crossEntropy';
export { embedding } from './embedding';
export { keyAttention } from './keyAttention';
export { linear, unembed } from './linear';
export { causalAttention, taylorAttention } from './mapAttention';
export { projectHeads } from './projectHeads';
export { rmsNorm } from './rmsNorm';
export { swiGLU } from './swiGLU';

export { setKernels } from './webgpu/kernel';

/** The ops as a value, for a variant that composes them without importing TensorFlow.js. */
export type Ops = typeof import('./index');
