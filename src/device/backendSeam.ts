/**
 * The one place that reaches into TensorFlow.js's WebGPU backend, beyond its public methods: the buffer of a tensor, the
 * compute pass in progress, the pool of buffers.
 */
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

export interface BufferPool {
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

/** The backend's private parts that are used here (tfjs-backend-webgpu 4.22, src/backend_webgpu.ts). */
interface BackendInternals {
  bufferManager: BufferPool;
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

export function backendSeam() {
  const backend = tf.backend() as WebGPUBackend as unknown as BackendInternals;
  return {
    pool: backend.bufferManager,
    makeTensorInfo: (shape: number[], dtype: tf.DataType) => backend.makeTensorInfo(shape, dtype),

    bufferOf(dataId: object): GPUBuffer {
      backend.uploadToGPU(dataId);
      return backend.tensorMap.get(dataId).resource as GPUBuffer;
    },

    /** The backend keeps what was uploaded or read last; after a write on the device that is stale. */
    forgetValues(dataId: object): void {
      backend.tensorMap.get(dataId).values = null;
    },

    computePass(): GPUComputePassEncoder {
      backend.ensureCommandEncoderReady();
      backend.computePassEncoder ??= (backend.commandEncoder as GPUCommandEncoder).beginComputePass();
      return backend.computePassEncoder;
    },

    countDispatch(): void {
      backend.dispatchCountInPass++;
      if (backend.dispatchCountInPass >= dispatchesPerSubmit) this.submit();
    },

    /** Hands the device all that was encoded so far. */
    submit(): void {
      backend.endComputePassEncoder();
      if (backend.commandEncoder) backend.submitQueue();
    },

    /** Waits for the pipelines of TensorFlow.js's own kernels that were asked for in compile-only mode. */
    pipelinesReady: () => backend.checkCompileCompletionAsync(),
  };
}
