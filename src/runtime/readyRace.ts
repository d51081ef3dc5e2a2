/** Makes a race ready to start on the device there is. */
import { KernelError, kernelsRun, setKernels } from '../device';
import { deviceHeard, memoryError } from './deviceWatch';
import type { RunEvent } from './protocol';
import type { Race } from './race';

/**
 * The race that `make` makes, its kernels compiled; where the lab's own do not compile, with those of TensorFlow.js. Rejects,
 * with nothing left on the device, where there is no room for it.
 * @param refused what the device refused meanwhile, which no call says
 */
export async function readyRace(
  make: () => Race,
  onEvent: (event: RunEvent) => void,
  refused: () => Error | null,
): Promise<Race> {
  let race: Race | null = null;
  try {
    race = make();
    await race.prepare((done, total) =>
      onEvent({ type: 'preparing', what: 'Preparing kernels', done, total }),
    );
    await deviceHeard();
    const refusal = refused();
    if (refusal) throw refusal;
    return race;
  } catch (error) {
    await race?.dispose();
    if (!(error instanceof KernelError) || !kernelsRun()) throw memoryError(error);
    setKernels(false);
    onEvent({ type: 'plainKernels', message: error.message });
    return readyRace(make, onEvent, refused);
  }
}
