/** Watches the graphics device for its loss and for errors that no call throws. */
import * as tf from '@tensorflow/tfjs';
import { device, deviceIdle } from '../device';

/** Says that the experiment is too large for the device or for the worker's memory. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

interface Listener {
  /** @param message for the reader; the device computes nothing from now on */
  onLost(message: string): void;
  /** @param error that the device raised outside a call, such as for a buffer without memory */
  onUncapturedError(error: TooLarge): void;
}

/**
 * Tells the listener of the device's loss and uncaptured errors.
 * @returns false, and does nothing, where no backend with a device runs
 */
export function watchDevice({ onLost, onUncapturedError }: Listener): boolean {
  if (!usesDevice()) return false;
  const gpu = device();
  void gpu.lost.then(({ message, reason }) => {
    const why = message.split('\n')[0] || reason;
    onLost(`The graphics device was lost (${why}), as happens when a driver restarts or a computer sleeps.`);
  });
  gpu.addEventListener('uncapturederror', ({ error }) => {
    onUncapturedError(
      error instanceof GPUOutOfMemoryError
        ? new TooLarge('The graphics device has no memory left for this experiment.')
        : new TooLarge(
            `The graphics device refused a part of this experiment, which may be too large for it: ${error.message.split('\n')[0]}`,
          ),
    );
  });
  return true;
}

// Not before it was started: getBackend() would choose a backend of its own.
const usesDevice = () => tf.engine().backendName === 'webgpu';

/** Resolves once the device has raised every error of the work queued so far. */
export async function deviceErrorsSettled(): Promise<void> {
  if (usesDevice()) await deviceIdle();
}

/** Converts what was thrown to an Error: a TooLarge where it says that memory could not be allocated. */
export function memoryError(error: unknown): Error {
  if (error instanceof RangeError && /alloc|too large|memory|length/i.test(error.message))
    return new TooLarge(`There is not enough memory for this experiment (${error.message}).`);
  return error instanceof Error ? error : new Error(String(error));
}
