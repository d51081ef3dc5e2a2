/**
 * Records what a piece of work would dispatch, once, and replays it without its JavaScript: no tensors, no tape, no bind
 * groups are made again. Whatever runs in the work is recorded, TensorFlow.js's own kernels too, as the methods of the
 * compute pass are replaced meanwhile. The buffers of the work stay with the recording: within the work they are reused as
 * always, but nobody else gets them, and what was uploaded (constants, uniforms) is never written over.
 */
import type * as tf from '@tensorflow/tfjs';
import { device } from './adapter';
import { type BufferPool, backendSeam } from './backendSeam';

/** One dispatch. */
export interface Command {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  groups: [number, number, number];
}

/** Commands of the recording in progress; null where there is none. */
let recorded: Command[] | null = null;

/** Appends a kernel's command to the recording in progress. @returns whether there is one; the command must then not run */
export function appendToRecording(command: Command): boolean {
  recorded?.push(command);
  return recorded !== null;
}

/** Dispatches to replay, and the buffers that they use. */
export class Recording<T> {
  /** @param result what the work returned; its tensors are written again by each replay */
  constructor(
    readonly result: T,
    private readonly commands: Command[],
    private readonly buffers: GPUBuffer[],
  ) {}

  /**
   * Dispatches the work once more, in one command buffer.
   * @param inputs new values for tensors that it reads
   * @param written the tensors that it writes in place
   * @param after encodes what follows the work
   */
  replay(
    inputs: [tf.Tensor, Int32Array | Float32Array][],
    written: tf.Tensor[],
    after: (encoder: GPUCommandEncoder) => void,
  ): void {
    const seam = backendSeam();
    // What was encoded before still reads the old inputs.
    seam.submit();
    for (const [tensor, values] of inputs) {
      device().queue.writeBuffer(seam.bufferOf(tensor.dataId), 0, values as Int32Array<ArrayBuffer>);
    }
    const encoder = device().createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindGroup, groups } of this.commands) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...groups);
    }
    pass.end();
    after(encoder);
    device().queue.submit([encoder.finish()]);
    for (const { dataId } of written) seam.forgetValues(dataId);
  }

  /** Releases the buffers to the pool; the recording cannot be replayed after this. */
  dispose(): void {
    const { pool } = backendSeam();
    for (const buffer of this.buffers.splice(0)) pool.releaseBuffer(buffer);
  }
}

/**
 * Records `work`. Its own kernels do not run, so that nothing is written in place before the first replay; those of
 * TensorFlow.js do, on whatever their buffers hold. Tensors in its result must be marked with `tf.keep`, and those it reads
 * must outlive the recording. Throws what `work` throws, and leaves no buffer behind then.
 */
export function record<T>(work: () => T): Recording<T> {
  const seam = backendSeam();
  seam.submit();
  const reserved = reserveBuffers(seam.pool);
  const dispatches = recordDispatches();
  recorded = dispatches.commands;
  try {
    const result = work();
    seam.submit();
    return new Recording(result, dispatches.commands, reserved.buffers());
  } catch (error) {
    reserved.restore();
    for (const buffer of reserved.buffers()) seam.pool.releaseBuffer(buffer);
    throw error;
  } finally {
    recorded = null;
    dispatches.restore();
    reserved.restore();
  }
}

/** Reserves every storage buffer that is released for reuse within the recording, and constants for their one use. */
function reserveBuffers(pool: BufferPool) {
  const free = new Map<string, GPUBuffer[]>();
  const constants = new Set<GPUBuffer>();
  const spent: GPUBuffer[] = [];
  const { acquireBuffer, releaseBuffer } = pool;
  const key = (size: number, usage: number) => `${size} ${usage}`;
  const isStaging = (usage: number) => (usage & (GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE)) !== 0;

  pool.acquireBuffer = (size, usage, mappedAtCreation = false, reuse = true) => {
    const constant = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0;
    const found = constant ? undefined : free.get(key(size, usage))?.pop();
    const buffer = found ?? acquireBuffer.call(pool, size, usage, mappedAtCreation, reuse);
    if (constant && !isStaging(usage)) constants.add(buffer);
    return buffer;
  };
  pool.releaseBuffer = (buffer, reuse = true) => {
    if (!reuse || isStaging(buffer.usage)) releaseBuffer.call(pool, buffer, reuse);
    else if (constants.has(buffer)) spent.push(buffer);
    else {
      const list = free.get(key(buffer.size, buffer.usage)) ?? [];
      list.push(buffer);
      free.set(key(buffer.size, buffer.usage), list);
    }
  };
  return {
    buffers: () => [...[...free.values()].flat(), ...spent],
    restore() {
      pool.acquireBuffer = acquireBuffer;
      pool.releaseBuffer = releaseBuffer;
    },
  };
}

/** Collects what every compute pass is told to dispatch. */
function recordDispatches() {
  const commands: Command[] = [];
  const prototype = GPUComputePassEncoder.prototype;
  const { setPipeline, setBindGroup, dispatchWorkgroups } = prototype;
  let pipeline: GPUComputePipeline | null = null;
  let bindGroup: GPUBindGroup | null = null;
  prototype.setPipeline = function (next) {
    pipeline = next;
    return setPipeline.call(this, next);
  };
  prototype.setBindGroup = function (this: GPUComputePassEncoder, index: number, group: GPUBindGroup) {
    bindGroup = group;
    return Reflect.apply(setBindGroup, this, [index, group]);
  } as typeof setBindGroup;
  prototype.dispatchWorkgroups = function (this: GPUComputePassEncoder, x: number, y = 1, z = 1) {
    if (!pipeline || !bindGroup) throw new Error('A dispatch without a pipeline cannot be recorded.');
    commands.push({ pipeline, bindGroup, groups: [x, y, z] });
    return dispatchWorkgroups.call(this, x, y, z);
  } as typeof dispatchWorkgroups;
  return {
    commands,
    restore() {
      Object.assign(prototype, { setPipeline, setBindGroup, dispatchWorkgroups });
    },
  };
}

/** Gets the buffer of a tensor, which is made and filled where it was not before. */
export function bufferOf(tensor: tf.Tensor): GPUBuffer {
  return backendSeam().bufferOf(tensor.dataId);
}
