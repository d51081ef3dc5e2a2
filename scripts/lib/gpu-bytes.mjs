// Counts the bytes of GPU buffers, from outside. It runs in the lab's worker, so it must be one function without imports.

/** The worker, where the count is. @typedef {typeof self & { gpuBytes: number }} CountedWorker */

/** Wraps WebGPU's prototypes; the count is then at self.gpuBytes: from a buffer's making to its end or its collection. */
export function countGPUBytes() {
  const worker = /** @type {CountedWorker} */ (self);
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  const sizes = new WeakMap();
  const collected = new FinalizationRegistry((/** @type {number} */ size) => {
    worker.gpuBytes -= size;
  });
  worker.gpuBytes = 0;
  GPUDevice.prototype.createBuffer = function (/** @type {GPUBufferDescriptor} */ descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    sizes.set(buffer, descriptor.size);
    collected.register(buffer, descriptor.size, buffer);
    worker.gpuBytes += descriptor.size;
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    worker.gpuBytes -= sizes.get(this) ?? 0;
    sizes.delete(this);
    collected.unregister(this);
    return destroy.call(this);
  };
}
