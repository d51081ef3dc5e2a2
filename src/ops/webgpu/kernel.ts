/**
 * The one place that touches TensorFlow.js's WebGPU internals: runs a WGSL kernel on tensors. Sizes are written into the
 * code as constants, as they do not change between steps; every tensor is bound flat.
 */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

export interface Kernel {
  name: string;
  /** WGSL: constants and helper functions. */
  declarations?: string;
  /** WGSL body of one thread, with `i` its index (i32) and `result` what it writes. */
  body: string;
  /** Bound under these names as arrays of f32 or, for int32 tensors, i32. */
  inputs: Record<string, tf.Tensor>;
  /** Inputs bound as arrays of vec4<f32>. */
  vec4?: string[];
  /** `result` is an array of vec4<f32>. */
  vec4Result?: boolean;
  threads: number;
  /** f32 values that change from call to call, under `uniforms.NAME`. */
  uniforms?: Record<string, number>;
}

const workgroupSize = 64;
let enabled = true;

/** Whether the fused kernels run; without them, on any other backend and in tests, ops are compositions of tf ops. */
export function kernelsRun(): boolean {
  return enabled && tf.getBackend() === 'webgpu';
}

/** Switches the fused kernels off or on again, to hold one against the other. */
export function setKernels(on: boolean): void {
  enabled = on;
}

/** Runs a kernel into a new float32 tensor of `shape`. */
export function runKernel<R extends tf.Rank = tf.Rank>(kernel: Kernel, shape: number[]): tf.Tensor<R> {
  const info = dispatch(kernel, shape);
  return tf.engine().makeTensorFromTensorInfo({ ...info, shape }) as tf.Tensor<R>;
}

/** Runs a kernel that reads and writes `target` in place; its `result` is the target's own buffer. */
export function runInPlace(kernel: Kernel, target: tf.Tensor): void {
  dispatch(kernel, [target.size], { dataId: target.dataId, dtype: target.dtype, shape: [target.size] });
  // The backend keeps what was uploaded or read last; after a write in place that is stale.
  const stored = (tf.backend() as unknown as { tensorMap: tf.DataStorage<{ values?: unknown }> }).tensorMap;
  stored.get(target.dataId).values = null;
}

function dispatch(kernel: Kernel, shape: number[], output?: tf.TensorInfo): tf.TensorInfo {
  const size = shape.reduce((a, b) => a * b, 1);
  const names = Object.keys(kernel.inputs);
  const uniforms = Object.entries(kernel.uniforms ?? {});
  const program = {
    variableNames: names,
    variableComponents: names.map((name) => (kernel.vec4?.includes(name) ? 4 : 1)),
    outputComponent: kernel.vec4Result ? 4 : 1,
    outputShape: [size],
    workgroupSize: [workgroupSize, 1, 1] as [number, number, number],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(kernel.threads / workgroupSize), 1, 1] as [number, number, number],
    uniforms: uniforms.map(([name]) => `${name} : f32,`).join(' '),
    size: true,
    shaderKey: `lab:${kernel.name}:${kernel.threads}:${kernel.declarations ?? ''}${kernel.body}`,
    // The layout is derived from the code, so that the uniforms must be read, and `size` is never negative.
    getUserCode: () => `
      ${kernel.declarations ?? ''}
      fn main(i : i32) {
        if (i >= ${kernel.threads} || uniforms.size < 0) { return; }
        ${kernel.body}
      }`,
  };
  const flat = names.map((name) => {
    const { dataId, dtype, size: inputSize } = kernel.inputs[name] as tf.Tensor;
    return { dataId, dtype, shape: [inputSize] };
  });
  const values = uniforms.map(([, value]) => ({ type: 'float32', data: [value] }));
  const backend = tf.backend() as WebGPUBackend;
  return backend.runWebGPUProgram(program, flat, 'float32', values, output);
}

/**
 * A value with a gradient of its own: `forward` gives it and the tensors its gradient needs, `backward` one gradient for
 * each input.
 */
export function differentiable<T extends tf.Tensor>(
  inputs: tf.Tensor[],
  forward: () => { value: T; save: tf.Tensor[] },
  backward: (dy: T, saved: tf.Tensor[]) => tf.Tensor[],
): T {
  const op = tf.customGrad((...args) => {
    const keep = args[args.length - 1] as unknown as (tensors: tf.Tensor[]) => void;
    const { value, save } = forward();
    keep(save);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward(dy as T, saved) };
  });
  return op(...inputs) as T;
}
