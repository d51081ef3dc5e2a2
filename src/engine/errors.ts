/** Why an engine cannot train, or gives no answer. */
import { words } from '../format/words';

/** Says that the experiment is too large for the device or for the worker's memory. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/** The device refuses one of the engine's kernels. */
export class KernelRefused extends Error {
  override name = 'KernelRefused';
}

/** Who asked a model has its answer no more, as the model was disposed meanwhile. */
export class ModelDisposed extends Error {
  override name = 'ModelDisposed';
  override message = 'The model was disposed.';
}

/** Awaits a model's answer. @returns null where the model was disposed meanwhile */
export async function unlessDisposed<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ModelDisposed) return null;
    throw error;
  }
}

/** Converts what was thrown to an Error: a TooLarge where it says that memory could not be allocated. */
export function memoryError(error: unknown): Error {
  if (error instanceof RangeError && /alloc|too large|memory|length/i.test(error.message))
    return new TooLarge(words('memory.none', 'There is not enough memory for this experiment.'), {
      cause: error,
    });
  return error instanceof Error ? error : new Error(String(error));
}
