/** Kernels for tests of the processor, of one module for all, as an engine's workers share one. */
import { compileKernels } from '../../src/processor/compileKernels';
import { createKernels, type KernelInstance } from '../../src/processor/kernels';

/** The module that instances are made of. */
export const kernelModule = await compileKernels();

/** Makes an instance with a memory of its own. */
export const newKernels = (): Promise<KernelInstance> => createKernels(kernelModule);
