/**
 * Chooses the engine: WebGPU on a graphics card, WebAssembly on the processor where there is none or the adapter is software, and
 * plain TensorFlow.js only where not even WebAssembly SIMD runs. Always says why, and what a reader can do about it.
 */
import type { Engine } from '../engine/engine';
import { words } from '../format/words';
import { fasterEngine, type TrialCase } from './engineTrial';
import type { StartedProcessor } from './processor';
import type { EngineInfo, EngineRequest } from './protocol';
import { rememberedFaster, rememberFaster, trialKey } from './trialMemory';

export interface ChosenEngine {
  engine: Engine;
  info: EngineInfo;
}

/** chooseEngine on the devices of a machine. */
export type ChooseEngine = (request: EngineRequest, trial?: TrialCase) => Promise<ChosenEngine>;

/** What a device says of itself before it is started. */
export interface Adapter {
  /** As the browser or the engine names it. */
  name: string;
  /** Computes on the processor (SwiftShader, llvmpipe). */
  software: boolean;
}

/** Why a device is not to be had, and what to do about it: sentences for the reader. */
export interface Unavailable {
  reason: string;
  advice: string;
}

/** The devices of this machine. Each starts at most once. */
export interface Devices {
  findWebGPU(): Promise<Adapter | Unavailable>;
  /** Rejects with an Error where it does not start. */
  startWebGPU(): Promise<Engine>;
  /** Rejects with an Error where WebAssembly SIMD is missing or forbidden. */
  startProcessor(): Promise<StartedProcessor>;
  /** The last resort. Rejects with an Error where it does not start. */
  startPlain(): Promise<Engine>;
}

/**
 * Rejects with an Error for the reader only where not even the last resort starts.
 * @param trial experiment that a graphics card and the processor are tried on, where the choice between them is open
 */
export async function chooseEngine(
  { setting, webgpuFailure }: EngineRequest,
  devices: Devices,
  trial?: TrialCase,
): Promise<ChosenEngine> {
  if (setting === 'processor')
    return onProcessor(devices, {
      reason: words('engine.choseProcessor', 'You chose the processor.'),
      advice: null,
    });
  if (setting === 'auto' && webgpuFailure)
    return onProcessor(devices, { reason: webgpuFailure, advice: cardAdvice() });
  const found = await devices.findWebGPU();
  if (!('name' in found)) return onProcessor(devices, found);
  if (setting === 'auto' && found.software)
    return onProcessor(devices, { reason: softwareReason(found.name), advice: accelerationAdvice() });
  let engine: Engine;
  try {
    engine = await devices.startWebGPU();
  } catch (error) {
    console.warn(error);
    return onProcessor(devices, {
      reason: words('engine.cardFailed', 'The graphics card did not start.'),
      advice: words('engine.update', 'Update the browser and the graphics driver, and reload the page.'),
    });
  }
  if (setting === 'auto' && trial && (await processorIsFaster(engine, found, devices, trial)))
    return onProcessor(devices, {
      reason: words('engine.faster', 'This experiment trains faster here than on the graphics card.'),
      advice: null,
    });
  const reason =
    setting === 'auto'
      ? words('engine.card', 'This machine has a graphics card.')
      : words('engine.choseCard', 'You chose the graphics card.');
  const advice = found.software
    ? words('engine.chooseAutomatic', 'It is software here, so the processor is faster: choose “Automatic”.')
    : null;
  return { engine, info: { name: 'webgpu', adapter: found.name, software: found.software, reason, advice } };
}

export const accelerationAdvice = () =>
  words(
    'engine.acceleration',
    'If this machine has a graphics card, switch on hardware acceleration in the browser’s settings.',
  );
const cardAdvice = () => words('engine.tryAgain', 'Choose “Graphics card” to try it again.');

const softwareReason = (name: string) =>
  words('engine.software', 'The graphics adapter ({{adapter}}) is software, which is slower.', {
    adapter: name,
  });

/** Tries both, or remembers what came of it. The graphics card is taken where the processor's engine does not start. */
async function processorIsFaster(
  webgpu: Engine,
  card: Adapter,
  devices: Devices,
  trial: TrialCase,
): Promise<boolean> {
  const processor = await devices.startProcessor().catch(() => null);
  if (!processor) return false;
  const key = trialKey(trial.experiment, [card.name, processor.adapter]);
  let faster = await rememberedFaster(key);
  if (!faster) {
    faster = (await fasterEngine(webgpu, processor.engine, trial)) === webgpu ? 'webgpu' : 'processor';
    await rememberFaster(key, faster);
  }
  return faster === 'processor';
}

/** @param why the graphics card is not taken */
async function onProcessor(
  devices: Devices,
  why: { reason: string; advice: string | null },
): Promise<ChosenEngine> {
  try {
    const { engine, adapter, limit } = await devices.startProcessor();
    const reason = limit ? `${why.reason} ${limit}` : why.reason;
    return {
      engine,
      info: { name: 'processor', adapter, software: limit !== undefined, reason, advice: why.advice },
    };
  } catch (error) {
    console.warn(error);
  }
  return {
    engine: await devices.startPlain(),
    info: {
      name: 'cpu',
      adapter: 'JavaScript',
      software: true,
      reason: words('engine.noSimd', '{{why}} WebAssembly SIMD does not run here either.', {
        why: why.reason,
      }),
      advice: words('engine.slow', 'Training is slow here. Use a current Chrome, Edge, Firefox or Safari.'),
    },
  };
}
