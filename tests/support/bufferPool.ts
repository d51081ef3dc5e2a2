/** TensorFlow.js keeps the buffers of disposed tensors, and takes one of them before it makes another. */
import * as tf from '@tensorflow/tfjs';

interface BufferPool {
  freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

/**
 * Destroys the buffers that nothing uses, for a test that watches which ones are made: those that tests before it left
 * would be taken unseen.
 */
export async function emptyBufferPool(): Promise<void> {
  // What was disposed goes back to the pool with the next submission.
  await tf.ones([1]).data();
  const { bufferManager } = tf.backend() as unknown as { bufferManager: BufferPool };
  // The lists stay, each empty: without any, the pool takes nothing back.
  for (const buffer of [...bufferManager.freeBuffers.values()].flatMap((free) => free.splice(0))) {
    bufferManager.numBytesAllocated -= buffer.size;
    buffer.destroy();
  }
  bufferManager.numFreeBuffers = 0;
}
