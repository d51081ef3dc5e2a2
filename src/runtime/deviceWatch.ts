/** Listens to the graphics device: that it is gone, and that it refused something, which no call would say. */
import * as tf from '@tensorflow/tfjs';
import { device, deviceIdle } from '../device';

/** An experiment that is too large for the device or for the worker's memory; a smaller one may do. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

interface Listener {
  /** @param message a sentence; the device computes nothing from now on */
  lost(message: string): void;
  refused(error: Error): void;
}

/** Does nothing where the backend has no device to watch. */
export function watchDevice({ lost, refused }: Listener): void {
  if (tf.getBackend() !== 'webgpu') return;
  const gpu = device();
  void gpu.lost.then(({ message, reason }) => {
    const why = message.split('\n')[0] || reason;
    lost(`The graphics device was lost (${why}), as happens when a driver restarts or a computer sleeps.`);
  });
  gpu.addEventListener('uncapturederror', ({ error }) => {
    refused(
      error instanceof GPUOutOfMemoryError
        ? new TooLarge('The graphics device has no memory left for this experiment.')
        : new TooLarge(
            `The graphics device refused a part of this experiment, which may be too large for it: ${error.message.split('\n')[0]}`,
          ),
    );
  });
}

/** Resolves once the device has said all it has to say of what it was given. */
export async function deviceHeard(): Promise<void> {
  if (tf.getBackend() === 'webgpu') await deviceIdle();
}

/** The error, as one that is too large where it says that memory could not be had. */
export function memoryError(error: unknown): Error {
  if (error instanceof RangeError && /alloc|too large|memory|length/i.test(error.message))
    return new TooLarge(`There is not enough memory for this experiment (${error.message}).`);
  return error instanceof Error ? error : new Error(String(error));
}
