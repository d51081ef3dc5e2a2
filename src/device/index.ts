/** The device beneath the ops: which adapter it is, kernels and their compilation, recorded work, reading back. */
export {
  type AdapterKind,
  device,
  deviceIdle,
  forceAdapterKind,
  kernelsRun,
  setKernels,
} from './adapter';
export { differentiable, runForResult, runKernel } from './kernel';
export { compileAll, KernelError } from './pipelines';
export { readTensors } from './readBack';
export { bufferOf, type Recording, record } from './recording';
export { ScalarLog } from './scalarLog';
