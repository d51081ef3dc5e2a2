/** The few differentiable ops a transformer needs. */
export { type AdamWHyper, adamWSchedule, adamWStep, createMoments } from './adamW';
export { attentionMap } from './attentionMap';
export type { AttentionHeads } from './checks';
export { crossEntropy } from './crossEntropy';
export { embedding } from './embedding';
export { keyAttention } from './keyAttention';
export { linear, unembed } from './linear';
export { causalAttention, taylorAttention } from './mapAttention';
export { type HeadGroup, projectHeads } from './projectHeads';
export { rmsNorm } from './rmsNorm';
export { swiGLU } from './swiGLU';

export {
  type AdapterKind,
  device,
  deviceIdle,
  forceAdapterKind,
  isSoftware,
  kernelsRun,
  setKernels,
} from './webgpu/adapter';
export { compileAll, KernelError } from './webgpu/pipelines';
export { readTensors } from './webgpu/readBack';
export { bufferOf, type Recording, record } from './webgpu/recording';
export { ScalarLog } from './webgpu/scalarLog';

/** The ops as a value, for a variant that composes them without importing TensorFlow.js. */
export type Ops = typeof import('./index');
