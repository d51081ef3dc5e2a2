/** Reads many tensors back at once, as they are at the call: work that follows on the device cannot come between. */
import * as tf from '@tensorflow/tfjs';
import { sumBy } from 'es-toolkit';
import { device } from './adapter';
import { backendSeam } from './backendSeam';

interface Part {
  buffer: GPUBuffer;
  /** Bytes. */
  size: number;
  offset: number;
}

/**
 * Reads the row-major numbers of each tensor, float32 or int32, into arrays of their own. On WebGPU they are copied on the
 * device before this returns; `tensor.data()` would also leave them in TensorFlow.js's cache, stale after the next step in
 * place.
 */
export async function readTensors(tensors: readonly tf.Tensor[]): Promise<(Float32Array | Int32Array)[]> {
  if (tf.getBackend() !== 'webgpu')
    return Promise.all(tensors.map(async (t) => (await t.data()).slice() as Float32Array | Int32Array));
  const seam = backendSeam();
  const parts = tensors.map((t): Part => ({ buffer: seam.bufferOf(t.dataId), size: 4 * t.size, offset: 0 }));
  seam.submit();
  const bytes = (await Promise.all(groupsOf(parts).map(copied))).flat();
  return tensors.map((t, n) => {
    const own = bytes[n] as ArrayBuffer;
    return t.dtype === 'int32' ? new Int32Array(own) : new Float32Array(own);
  });
}

/** Runs of parts that fit into one buffer, each with its place in it. */
function groupsOf(parts: Part[]): Part[][] {
  const groups: Part[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    if (filled + part.size > device().limits.maxBufferSize) {
      groups.push([]);
      filled = 0;
    }
    groups.at(-1)?.push({ ...part, offset: filled });
    filled += part.size;
  }
  return groups;
}

async function copied(parts: Part[]): Promise<ArrayBuffer[]> {
  const staging = device().createBuffer({
    label: 'lab:readBack',
    size: sumBy(parts, ({ size }) => size),
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const encoder = device().createCommandEncoder();
  for (const { buffer, size, offset } of parts) encoder.copyBufferToBuffer(buffer, 0, staging, offset, size);
  device().queue.submit([encoder.finish()]);
  try {
    await staging.mapAsync(GPUMapMode.READ);
    const range = staging.getMappedRange();
    return parts.map(({ size, offset }) => range.slice(offset, offset + size));
  } finally {
    staging.destroy();
  }
}
