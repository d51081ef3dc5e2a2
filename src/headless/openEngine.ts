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

/** Starts a server that loads src for a page. */
export type StartServer = () => Promise<ViteDevServer>;

/**
 * @param startServer is called where the engine is in Chromium
 * @throws {PlainError} where WebGPU is asked for and not there
 */
export async function openEngine(
  { engine, node, adapter }: EngineOptions,
  startServer: StartServer,
): Promise<HeadlessEngine> {
  if (engine === 'processor') return openProcessorEngine();
  const openWebGPU = async (softwareToo: boolean) =>
    node ? openDawnEngine(adapter) : openInChromium(startServer, softwareToo);
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

/** Opens an engine in Chromium, with a server that is closed with it. */
async function openInChromium(startServer: StartServer, softwareToo: boolean): Promise<HeadlessEngine> {
  const server = await startServer();
  try {
    const engine = await openChromiumEngine(await server.listen(), { softwareToo });
    return {
      ...engine,
      close: async () => {
        await engine.close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Whether it is worth starting a browser to look for one: Linux has a file for each graphics device. */
const mayHaveGraphicsCard = () =>
  process.platform !== 'linux' ||
  ['/dev/dri', '/dev/nvidiactl', '/dev/dxg', '/dev/kfd'].some((path) => existsSync(path));
