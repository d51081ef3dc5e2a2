/** Watches the graphics device for its loss and for errors that no call throws. */
import * as tf from '@tensorflow/tfjs';
import { device, deviceIdle } from '../device';

/** The experiment is too large for the device or for the worker's memory. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

interface Listener {
  /** @param message for the reader; the device computes nothing from now on */
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

/** Resolves once the device has raised every error of the work queued so far. */
export async function deviceErrorsSettled(): Promise<void> {
  if (tf.getBackend() === 'webgpu') await deviceIdle();
}

/** Turns an error that says that memory could not be had into a TooLarge. */
export function memoryError(error: unknown): Error {
  if (error instanceof RangeError && /alloc|too large|memory|length/i.test(error.message))
    return new TooLarge(`There is not enough memory for this experiment (${error.message}).`);
  return error instanceof Error ? error : new Error(String(error));
}
