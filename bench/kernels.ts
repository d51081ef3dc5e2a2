/**
 * Times each dispatch of an engine from outside: every dispatch goes into a compute pass of its own, with a timestamp at
 * either end. A kernel's name is the label of its pipeline, else of its shader module.
 */
import type { KernelTime, KernelTimer } from './session';

/** A device's timestamps, two for each dispatch; a query set holds no more than 4096. */
interface Block {
  device: GPUDevice;
  queries: GPUQuerySet;
  names: string[];
}

const dispatchesInBlock = 2048;

/** Wraps WebGPU's prototypes; call it once, before any engine starts. */
export function timeKernels(): KernelTimer {
  let blocks: Block[] = [];
  let steps = 0;
  const names = new WeakMap<GPUComputePipeline, string>();
  const devices = new WeakMap<GPUCommandEncoder, GPUDevice>();
  askForTimestamps();
  rememberNames(names);
  rememberDevices(devices);

  const { beginComputePass } = GPUCommandEncoder.prototype;
  const place = (device: GPUDevice, name: string): GPUComputePassTimestampWrites => {
    let block = blocks.find((b) => b.device === device && b.names.length < dispatchesInBlock);
    if (!block) {
      const queries = device.createQuerySet({ type: 'timestamp', count: 2 * dispatchesInBlock });
      block = { device, queries, names: [] };
      blocks.push(block);
    }
    const at = 2 * (block.names.push(name) - 1);
    return { querySet: block.queries, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 };
  };
  GPUCommandEncoder.prototype.beginComputePass = function () {
    const device = devices.get(this) as GPUDevice;
    return splitPass((pipeline) => {
      const timestampWrites = place(device, names.get(pipeline) as string);
      return beginComputePass.call(this, { timestampWrites });
    });
  };

  return {
    stepBegins: () => {},
    stepEnds: () => {
      steps++;
    },
    take: async () => {
      const taken = blocks;
      const share = 1 / Math.max(1, steps);
      [blocks, steps] = [[], 0];
      const times = new Map<string, KernelTime>();
      for (const block of taken) {
        const nanoseconds = await readBlock(block);
        block.names.forEach((name, i) => {
          const sum = times.get(name) ?? { name, dispatches: 0, microseconds: 0 };
          const [start, end] = [nanoseconds[2 * i] as bigint, nanoseconds[2 * i + 1] as bigint];
          sum.dispatches += share;
          sum.microseconds += (share * Number(end - start)) / 1000;
          times.set(name, sum);
        });
      }
      return { kernels: [...times.values()] };
    },
  };
}

/** What a compute pass of the engine's is replaced by: its state is set anew in the pass of each dispatch. */
function splitPass(begin: (pipeline: GPUComputePipeline) => GPUComputePassEncoder): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline | null = null;
  const groups = new Map<number, unknown[]>();
  const inOwnPass = (dispatch: (pass: GPUComputePassEncoder) => void) => {
    if (!pipeline) throw new Error('A dispatch came before setPipeline.');
    const pass = begin(pipeline);
    pass.setPipeline(pipeline);
    for (const args of groups.values()) Reflect.apply(pass.setBindGroup, pass, args);
    dispatch(pass);
    pass.end();
  };
  const stand = {
    setPipeline: (given: GPUComputePipeline) => {
      pipeline = given;
    },
    setBindGroup: (...args: [number, ...unknown[]]) => {
      groups.set(args[0], args);
    },
    dispatchWorkgroups: (x: number, y?: number, z?: number) =>
      inOwnPass((pass) => pass.dispatchWorkgroups(x, y, z)),
    dispatchWorkgroupsIndirect: (buffer: GPUBuffer, offset: number) =>
      inOwnPass((pass) => pass.dispatchWorkgroupsIndirect(buffer, offset)),
    end: () => {},
  };
  return stand as unknown as GPUComputePassEncoder;
}

function askForTimestamps(): void {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = function (descriptor) {
    if (!this.features.has('timestamp-query'))
      throw new Error('This adapter has no timestamp queries, so its kernels cannot be timed.');
    const requiredFeatures = new Set([...(descriptor?.requiredFeatures ?? []), 'timestamp-query' as const]);
    return requestDevice.call(this, { ...descriptor, requiredFeatures: [...requiredFeatures] });
  };
}

function rememberNames(names: WeakMap<GPUComputePipeline, string>): void {
  const { createComputePipeline, createComputePipelineAsync } = GPUDevice.prototype;
  const nameOf = ({ label, compute }: GPUComputePipelineDescriptor) =>
    label || compute.module.label || 'unnamed';
  GPUDevice.prototype.createComputePipeline = function (descriptor) {
    const pipeline = createComputePipeline.call(this, descriptor);
    names.set(pipeline, nameOf(descriptor));
    return pipeline;
  };
  GPUDevice.prototype.createComputePipelineAsync = async function (descriptor) {
    const pipeline = await createComputePipelineAsync.call(this, descriptor);
    names.set(pipeline, nameOf(descriptor));
    return pipeline;
  };
}

function rememberDevices(devices: WeakMap<GPUCommandEncoder, GPUDevice>): void {
  const { createCommandEncoder } = GPUDevice.prototype;
  GPUDevice.prototype.createCommandEncoder = function (descriptor) {
    const encoder = createCommandEncoder.call(this, descriptor);
    devices.set(encoder, this);
    return encoder;
  };
}

async function readBlock({ device, queries, names }: Block): Promise<BigUint64Array> {
  const size = 16 * names.length;
  const resolved = device.createBuffer({
    size,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  encoder.resolveQuerySet(queries, 0, 2 * names.length, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const nanoseconds = new BigUint64Array(staging.getMappedRange().slice(0));
  for (const buffer of [resolved, staging]) buffer.destroy();
  queries.destroy();
  return nanoseconds;
}
