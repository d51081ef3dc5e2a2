/**
 * Runs WGSL kernels on tensors. Sizes come in a uniform, so that one compiled kernel serves many shapes; every tensor is
 * bound flat; a kernel may write several tensors, new ones or in place. Dispatches go into TensorFlow.js's own command
 * encoder, so that they keep their order with its kernels.
 */
import * as tf from '@tensorflow/tfjs';
import { adapterKind, device } from './adapter';
import { backendSeam } from './backendSeam';
import { type CompiledKernel, compiled } from './pipelines';
import { appendToRecording } from './recording';

/** A new tensor of this shape, or one that is written in place. */
type Output = number[] | tf.Tensor;

/** A kernel's WGSL with the tensors and numbers of one call. */
export interface Kernel<Names extends string = string> {
  name: string;
  /** WGSL: constants, workgroup variables and helper functions. */
  declarations?: string;
  /** WGSL body of one thread, with `i` its index, `groupIndex` its workgroup's, `local` its place in that (i32). */
  body: string;
  /** Bound as arrays of f32 or, for int32 tensors, i32. At most 8 tensors in all, which every adapter can bind. */
  inputs: Record<string, tf.Tensor>;
  outputs: Record<Names, Output>;
  /** Tensors bound as arrays of vec4<f32>. */
  vec4?: string[];
  /** Whole numbers that the body sees under their names (i32). */
  sizes?: Record<string, number>;
  threads: number;
  /** Threads of a workgroup; 64 unless said. */
  workgroup?: number;
  /** `threads` fills whole workgroups, whose threads meet at barriers. */
  meet?: boolean;
}

/**
 * Runs a kernel, or appends it to the recording in progress. While kernels are collected to be compiled nothing runs, and
 * new outputs hold nothing.
 * @returns its outputs by name, float32, those written in place included
 */
export function runKernel<Names extends string>(kernel: Kernel<Names>): Record<Names, tf.Tensor> {
  const outputs = Object.fromEntries(
    Object.entries<Output>(kernel.outputs).map(([name, output]) => [
      name,
      Array.isArray(output) ? newTensor(output) : output,
    ]),
  ) as Record<Names, tf.Tensor>;
  const bound = { ...kernel.inputs, ...outputs } as Record<string, tf.Tensor>;
  const pipeline = compiled(code(kernel, bound), kernel.name, Object.keys(kernel.inputs).length);
  if (pipeline === null) return outputs;
  encode(kernel, pipeline, Object.values(bound));
  for (const output of Object.values<tf.Tensor>(outputs)) backendSeam().forgetValues(output.dataId);
  return outputs;
}

/** Runs a kernel whose one output is called `result`. @returns it, new, of this shape */
export function runForResult<R extends tf.Rank = tf.Rank>(
  kernel: Omit<Kernel, 'outputs'>,
  shape: number[],
): tf.Tensor<R> {
  return runKernel({ ...kernel, outputs: { result: shape } }).result as tf.Tensor<R>;
}

function newTensor(shape: number[]): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(backendSeam().makeTensorInfo(shape, 'float32'));
}

/** Threads per workgroup of a kernel, and how its workgroups lie: a row is at most 65,535 long. */
function geometry(kernel: Kernel) {
  const workgroup = kernel.workgroup ?? 64;
  const groups = Math.ceil(kernel.threads / workgroup);
  const x = Math.min(groups, 65_535);
  return { workgroup, groups, x, y: Math.ceil(groups / x) };
}

function encode(kernel: Kernel, { pipeline, layout }: CompiledKernel, bound: tf.Tensor[]): void {
  const seam = backendSeam();
  const entries = bound.map((tensor, binding) => ({
    binding,
    resource: { buffer: seam.bufferOf(tensor.dataId) },
  }));
  const { groups, x, y } = geometry(kernel);
  const numbers = [kernel.threads, groups, x, ...Object.values(kernel.sizes ?? {})];
  entries.push({ binding: entries.length, resource: { buffer: uniformOf(numbers) } });
  const bindGroup = device().createBindGroup({ layout, entries });
  if (appendToRecording({ pipeline, bindGroup, groups: [x, y, 1] })) return;
  const pass = seam.computePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(x, y);
  seam.countDispatch();
}

const uniforms = new WeakMap<GPUDevice, Map<string, GPUBuffer>>();

/** A uniform of these numbers. The same numbers have one for good, as it is never written again. */
function uniformOf(numbers: number[]): GPUBuffer {
  const ofDevice = uniforms.get(device()) ?? new Map<string, GPUBuffer>();
  uniforms.set(device(), ofDevice);
  const key = numbers.join();
  const found = ofDevice.get(key);
  if (found) return found;
  const buffer = device().createBuffer({
    label: 'lab:sizes',
    size: Math.ceil(numbers.length / 4) * 16,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device().queue.writeBuffer(buffer, 0, Int32Array.from(numbers));
  ofDevice.set(key, buffer);
  return buffer;
}

function code(kernel: Kernel, bound: Record<string, tf.Tensor>): string {
  const { workgroup } = geometry(kernel);
  const sizes = Object.keys(kernel.sizes ?? {});
  const vectors = new Set(kernel.vec4);
  const bindings = Object.entries(bound).map(([name, { dtype }], n) => {
    const element = dtype === 'int32' ? 'i32' : vectors.has(name) ? 'vec4<f32>' : 'f32';
    const access = name in kernel.inputs ? 'read' : 'read_write';
    return `@group(0) @binding(${n}) var<storage, ${access}> ${name} : array<${element}>;`;
  });
  return `
    ${bindings.join('\n    ')}
    struct Sizes { ${['threads_', 'groups_', 'perRow_', ...sizes].map((name) => `${name} : i32,`).join(' ')} }
    @group(0) @binding(${bindings.length}) var<uniform> sizes_ : Sizes;
    ${kernel.declarations ?? ''}
    @compute @workgroup_size(${workgroup})
    fn main(
      @builtin(workgroup_id) workgroupId : vec3<u32>,
      @builtin(local_invocation_index) localIndex : u32,
    ) {
      let groupIndex = i32(workgroupId.x) + i32(workgroupId.y) * sizes_.perRow_;
      let local = i32(localIndex);
      let i = groupIndex * ${workgroup} + local;
      if (${kernel.meet ? 'groupIndex >= sizes_.groups_' : 'i >= sizes_.threads_'}) { return; }
      ${sizes.map((name) => `let ${name} = sizes_.${name};`).join(' ')}
      ${kernel.body}
    }`;
}

/**
 * Makes a kernel that takes a row at a time: on a GPU a workgroup of `lanes` threads shares a row, on a software adapter one
 * thread has it for itself. The body sees `row`, `lane` (its first index) and `lanes` (its stride), and adds up or takes
 * the largest over the lanes with `rowSum(x)` and `rowMax(x)`.
 */
export function rowKernel<K extends { rows: number; declarations?: string; body: string }>(
  kernel: K,
): K & { threads: number; workgroup: number; meet: boolean } {
  const { rows, declarations = '', body } = kernel;
  const lanes = adapterKind() === 'software' ? 1 : 64;
  const position =
    lanes === 1 ? 'let row = i; let lane = 0;' : 'let row = groupIndex; let lane = local; sharedLane = lane;';
  return {
    ...kernel,
    threads: rows * lanes,
    workgroup: lanes === 1 ? 16 : lanes,
    meet: lanes > 1,
    declarations: `const lanes = ${lanes}; ${lanes === 1 ? aloneReductions : sharedReductions(lanes)} ${declarations}`,
    body: `${position} ${body}`,
  };
}

const aloneReductions = `
  fn rowSum(x : f32) -> f32 { return x; }
  fn rowMax(x : f32) -> f32 { return x; }`;

function sharedReductions(lanes: number): string {
  const fold = (name: string, combine: string) => `
    fn ${name}(x : f32) -> f32 {
      workgroupBarrier();
      shared_[sharedLane] = x;
      workgroupBarrier();
      for (var width = ${lanes / 2}; width > 0; width /= 2) {
        if (sharedLane < width) {
          let a = shared_[sharedLane];
          let b = shared_[sharedLane + width];
          shared_[sharedLane] = ${combine};
        }
        workgroupBarrier();
      }
      return shared_[0];
    }`;
  return `
    var<workgroup> shared_ : array<f32, ${lanes}>;
    var<private> sharedLane : i32;
    ${fold('rowSum', 'a + b')} ${fold('rowMax', 'max(a, b)')}`;
}

/**
 * Runs an op with a gradient of its own.
 * @param forward gives the value and the tensors that its gradient needs
 * @param backward from dy, of the value's shape, one gradient for each input, of that one's shape
 */
export function differentiable<T extends tf.Tensor>(
  inputs: tf.Tensor[],
  forward: () => { value: T; save: tf.Tensor[] },
  backward: (dy: T, saved: tf.Tensor[]) => tf.Tensor[],
): T {
  const op = tf.customGrad((...args) => {
    const saveTensors = args[args.length - 1] as unknown as (tensors: tf.Tensor[]) => void;
    const { value, save } = forward();
    saveTensors(save);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward(dy as T, saved) };
  });
  return op(...inputs) as T;
}
