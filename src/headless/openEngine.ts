/** Opens the engine that a headless run asks for: on a graphics card where there is one, else on the processor in Node alone. */
import { existsSync } from 'node:fs';
import type { ViteDevServer } from 'vite';
import { PlainError } from '../../scripts/lib/process.mjs';
import type { EngineSetting } from '../runtime/protocol';
import { openChromiumEngine } from './chromium';
import { findDawnAdapter, openDawnEngine } from './dawn';
import type { HeadlessEngine } from './headlessEngine';
import { openProcessorEngine } from './processor';

export interface EngineOptions {
  engine: EngineSetting;
  /** WebGPU in Node on Dawn instead of in Chromium. */
  node: boolean;
  /** With `node`: see openProcess. */
  adapter?: string | undefined;
}

/**
 * @param server loads src for a page
 * @throws {PlainError} where WebGPU is asked for and not there
 */
export async function openEngine(
  { engine, node, adapter }: EngineOptions,
  server: ViteDevServer,
): Promise<HeadlessEngine> {
  if (engine === 'processor') return openProcessorEngine();
  const openWebGPU = async (softwareToo: boolean) =>
    node ? openDawnEngine(adapter) : openChromiumEngine(await server.listen(), { softwareToo });
  // --adapter asks for WebGPU on that adapter, software too.
  if (engine === 'webgpu' || adapter !== undefined) return openWebGPU(true);
  if (!mayHaveGraphicsCard()) return openProcessorEngine();
  if (node) return (await findDawnAdapter())?.software === false ? openWebGPU(false) : openProcessorEngine();
  try {
    return await openWebGPU(false);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    return openProcessorEngine();
  }
}

/** Whether it is worth starting a browser to look for one: Linux has a file for each graphics device. */
const mayHaveGraphicsCard = () =>
  process.platform !== 'linux' ||
  ['/dev/dri', '/dev/nvidiactl', '/dev/dxg', '/dev/kfd'].some((path) => existsSync(path));
