/**
 * The one place that reaches into TensorFlow.js's WebGPU backend, beyond its public methods: the buffer of a tensor, the
 * compute pass in progress, the pool of buffers, the adapter's names.
 */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** The backend's pool of buffers; sizes in bytes. */
export interface BufferPool {
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

/** The backend's private parts that are used here (tfjs-backend-webgpu 4.22, src/backend_webgpu.ts). */
interface BackendInternals {
  bufferManager: BufferPool;
  adapterInfo: { vendor?: string; architecture?: string };
  tensorMap: tf.DataStorage<{ values?: unknown; resource?: GPUBuffer | null }>;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(dataId: object): void;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  checkCompileCompletionAsync(): Promise<void>;
}

/** Dispatches in a command buffer before it is handed to the device: enough to be cheap, few enough to start early. */
const dispatchesPerSubmit = 64;

/** Opens the private parts of the WebGPU backend; only where that is the backend in use. */
export function backendSeam() {
  const backend = tf.backend() as WebGPUBackend as unknown as BackendInternals;
  return {
    pool: backend.bufferManager,
    adapterInfo: backend.adapterInfo,
    makeTensorInfo: (shape: number[], dtype: tf.DataType) => backend.makeTensorInfo(shape, dtype),

    /** Gets the buffer of a tensor's data, uploaded first where it is not on the device. */
    bufferOf(dataId: object): GPUBuffer {
      backend.uploadToGPU(dataId);
      return backend.tensorMap.get(dataId).resource as GPUBuffer;
    },

    /** Drops the backend's cache of what was uploaded or read last, which a write on the device makes stale. */
    forgetValues(dataId: object): void {
      backend.tensorMap.get(dataId).values = null;
    },

    /** Gets the compute pass in progress, or begins one. */
    computePass(): GPUComputePassEncoder {
      backend.ensureCommandEncoderReady();
      backend.computePassEncoder ??= (backend.commandEncoder as GPUCommandEncoder).beginComputePass();
      return backend.computePassEncoder;
    },

    /** Counts a dispatch in the pass in progress, and submits where that makes enough. */
    countDispatch(): void {
      backend.dispatchCountInPass++;
      if (backend.dispatchCountInPass >= dispatchesPerSubmit) this.submit();
    },

    /** Submits all that was encoded so far. */
    submit(): void {
      backend.endComputePassEncoder();
      if (backend.commandEncoder) backend.submitQueue();
    },

    /** Waits for the pipelines of TensorFlow.js's own kernels that were asked for in compile-only mode. */
    pipelinesReady: () => backend.checkCompileCompletionAsync(),
  };
}
