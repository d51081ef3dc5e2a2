/**
 * Compiled kernels, cached per device. A step can be "collected": run without the device, it only says which kernels it
 * needs, so that all are compiled at once and in parallel before the first real step.
 */
import * as tf from '@tensorflow/tfjs';
import { device, kernelsRun } from './adapter';
import { backendSeam } from './backendSeam';

/** A kernel as the device runs it: the pipeline, and the layout of its bind group. */
export interface CompiledKernel {
  pipeline: GPUComputePipeline;
  layout: GPUBindGroupLayout;
}

interface Source {
  code: string;
  name: string;
  /** The first so many bindings are read, the rest but the last written. */
  inputs: number;
  bindings: number;
}

const caches = new WeakMap<GPUDevice, Map<string, CompiledKernel>>();
let collected: Map<string, Source> | null = null;

function cache(): Map<string, CompiledKernel> {
  const found = caches.get(device()) ?? new Map<string, CompiledKernel>();
  caches.set(device(), found);
  return found;
}

/**
 * Gets the kernel of this WGSL code, compiled now where it was not before.
 * @param inputs the first so many bindings, which are read
 * @returns null while kernels are collected, when nothing may run
 */
export function compiled(code: string, name: string, inputs: number): CompiledKernel | null {
  const found = cache().get(code);
  const source = { code, name, inputs, bindings: code.match(/@binding/g)?.length ?? 0 };
  if (collected) {
    if (!found) collected.set(code, source);
    return null;
  }
  if (found) return found;
  const { descriptor, layout } = descriptorOf(source);
  const kernel = { pipeline: device().createComputePipeline(descriptor), layout };
  cache().set(code, kernel);
  return kernel;
}

/** A kernel that the device's compiler refuses. */
export class KernelError extends Error {
  override name = 'KernelError';
}

/**
 * Compiles every kernel that `work` would run, in parallel; does nothing on a backend without kernels of ours. `work`
 * runs once, synchronously, with no effect on the device: what it writes in place stays as it was. Rejects with a
 * KernelError where one does not compile.
 * @param onProgress how many of the missing kernels are compiled
 */
export async function compileAll(
  work: () => void,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  if (!kernelsRun()) return;
  const needed = new Map<string, Source>();
  collected = needed;
  // TensorFlow.js's own kernels compile only too, and none goes to the CPU for want of a tensor that is on the device.
  const flags = { WEBGPU_ENGINE_COMPILE_ONLY: true, WEBGPU_CPU_FORWARD: false };
  const before = Object.keys(flags).map((name) => [name, tf.env().getBool(name)] as const);
  for (const [name, value] of Object.entries(flags)) tf.env().set(name, value);
  // What is wrong with a kernel is said here, and not to whoever watches the device.
  device().pushErrorScope('validation');
  try {
    tf.tidy(work);
  } finally {
    for (const [name, value] of before) tf.env().set(name, value);
    collected = null;
  }
  let done = 0;
  onProgress(0, needed.size);
  const ours = [...needed.values()].map(async (source) => {
    const { descriptor, layout } = descriptorOf(source);
    cache().set(source.code, { pipeline: await device().createComputePipelineAsync(descriptor), layout });
    onProgress(++done, needed.size);
  });
  const refused = device().popErrorScope();
  // All are waited for, also where one is refused: TensorFlow.js runs only kernels that it knows to be ready.
  const compiledAll = await Promise.allSettled([...ours, backendSeam().pipelinesReady()]);
  const failed = compiledAll.find((one) => one.status === 'rejected');
  if (failed) {
    const { reason } = failed;
    const said = (await refused)?.message ?? (reason instanceof Error ? reason.message : String(reason));
    throw new KernelError(said.split('\n')[0]);
  }
}

/** Inputs come first, then outputs, and last the uniform of sizes. */
function bindingType(binding: number, inputs: number, bindings: number): GPUBufferBindingType {
  if (binding === bindings - 1) return 'uniform';
  return binding < inputs ? 'read-only-storage' : 'storage';
}

function descriptorOf({ code, name, inputs, bindings }: Source) {
  const label = `lab:${name}`;
  const layout = device().createBindGroupLayout({
    label,
    entries: Array.from({ length: bindings }, (_, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: bindingType(binding, inputs, bindings) },
    })),
  });
  const descriptor: GPUComputePipelineDescriptor = {
    label,
    layout: device().createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device().createShaderModule({ label, code }), entryPoint: 'main' },
  };
  return { descriptor, layout };
}
