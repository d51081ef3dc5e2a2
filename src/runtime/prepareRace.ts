/** Compiles a race's kernels before its first step. */
import { KernelError, kernelsRun, setKernels } from '../device';
import { deviceErrorsSettled, memoryError } from './deviceWatch';
import type { RunEvent } from './protocol';
import type { Race } from './race';

/**
 * Makes a race and compiles its kernels, or falls back to those of TensorFlow.js where the lab's own do not compile. Rejects
 * where there is no room for it (TooLarge) or it resumes from checkpoints of another model; nothing is left on the device
 * then.
 * @param uncapturedError that the device raised meanwhile outside a call
 */
export async function prepareRace(
  make: () => Race,
  onEvent: (event: RunEvent) => void,
  uncapturedError: () => Error | null,
): Promise<Race> {
  let race: Race | null = null;
  try {
    race = make();
    await race.prepare((done, total) =>
      onEvent({ type: 'preparing', what: 'Preparing kernels', done, total }),
    );
    await deviceErrorsSettled();
    const raised = uncapturedError();
    if (raised) throw raised;
    return race;
  } catch (error) {
    await race?.dispose();
    if (!(error instanceof KernelError) || !kernelsRun()) throw memoryError(error);
    setKernels(false);
    onEvent({ type: 'kernelFallback', message: error.message });
    return prepareRace(make, onEvent, uncapturedError);
  }
}
