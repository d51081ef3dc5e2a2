/** Prepares a race's first step, on another engine where its own refuses. */
import type { Engine } from '../engine/engine';
import { KernelRefused, memoryError } from '../engine/errors';
import { words } from '../format/words';
import type { ChosenEngine } from './engineChoice';
import type { EngineInfo } from './protocol';
import type { Race } from './race';
import type { RaceEvent } from './raceEvents';

interface Preparation {
  makeRace(engine: Engine): Race | Promise<Race>;
  onEvent(event: RaceEvent): void;
  /** What the device raised meanwhile outside a call. */
  uncapturedError(): Error | null;
  /** Chooses an engine in place of WebGPU, which failed; null where a person insists on it. @param failure a sentence */
  engineInstead(failure: string): Promise<ChosenEngine> | null;
}

/**
 * Makes a race and prepares its first step. Where WebGPU refuses one of the lab's kernels, another engine trains, or, where a
 * person insists on WebGPU, the kernels of TensorFlow.js do. Rejects where there is no room for it (TooLarge) or it resumes from
 * checkpoints of another model; nothing is left on the device then.
 */
export async function prepareRace(
  { engine, info }: ChosenEngine,
  preparation: Preparation,
): Promise<{ race: Race; info: EngineInfo }> {
  const { makeRace, onEvent, uncapturedError, engineInstead } = preparation;
  let race: Race | null = null;
  try {
    race = await makeRace(engine);
    await race.prepare((done, total) =>
      onEvent({
        type: 'preparing',
        what:
          engine.id === 'webgpu'
            ? words('training.preparingCard', 'Preparing the graphics card')
            : words('training.preparingModels', 'Preparing the models'),
        done,
        total,
      }),
    );
    const raised = uncapturedError();
    if (raised) throw raised;
    return { race, info };
  } catch (error) {
    await race?.dispose();
    if (!(error instanceof KernelRefused)) throw memoryError(error);
    const instead = await engineInstead(error.message);
    const plain = instead ? null : (engine.withoutOwnKernels?.() ?? null);
    if (!instead && !plain) throw error;
    console.warn(error);
    const next = instead ?? { engine: plain as Engine, info };
    onEvent({ type: 'kernelFallback', instead: next.engine.id });
    return prepareRace(next, preparation);
  }
}
