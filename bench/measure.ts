/**
 * Counts what an engine does to the GPU, from outside and for all engines alike: every dispatch, and the bytes of every
 * buffer from its making to its end (`destroy`, or the collection of its object). Errors of a device are kept, as a
 * dispatch that is refused would look fast.
 */

interface Counts {
  dispatches: number;
  liveBytes: number;
  peakBytes: number;
  errors: string[];
}

/** Wraps WebGPU's prototypes; call it once, before any engine starts. */
export function countGPUWork(): Counts {
  const counts: Counts = { dispatches: 0, liveBytes: 0, peakBytes: 0, errors: [] };
  countDispatches(counts);
  countBytes(counts);
  gatherErrors(counts);
  return counts;
}

function countDispatches(counts: Counts): void {
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = GPUComputePassEncoder.prototype;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...args) {
    counts.dispatches++;
    return dispatchWorkgroups.apply(this, args);
  };
  GPUComputePassEncoder.prototype.dispatchWorkgroupsIndirect = function (...args) {
    counts.dispatches++;
    return dispatchWorkgroupsIndirect.apply(this, args);
  };
}

function countBytes(counts: Counts): void {
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  const sizes = new WeakMap<GPUBuffer, number>();
  const collected = new FinalizationRegistry<number>((size) => {
    counts.liveBytes -= size;
  });
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    sizes.set(buffer, descriptor.size);
    collected.register(buffer, descriptor.size, buffer);
    counts.liveBytes += descriptor.size;
    counts.peakBytes = Math.max(counts.peakBytes, counts.liveBytes);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    counts.liveBytes -= sizes.get(this) ?? 0;
    sizes.delete(this);
    collected.unregister(this);
    return destroy.call(this);
  };
}

function gatherErrors(counts: Counts): void {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    device.addEventListener('uncapturederror', (event) => counts.errors.push(event.error.message));
    return device;
  };
}
