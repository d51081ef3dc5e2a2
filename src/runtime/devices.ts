/** The devices of this machine, as engines: WebGPU through TensorFlow.js, the processor, and TensorFlow.js alone. */
import { isSoftware } from '../device/softwareAdapter';
import type { Engine } from '../engine/engine';
import { words } from '../format/words';
import { adapterFacts, findAdapter, hasGpu } from '../platform/gpu';
import { isSecure } from '../platform/machine';
import type { StartWorker } from '../processor/startWorker';
import { type Adapter, accelerationAdvice, type Devices, type Unavailable } from './engineChoice';
import { startProcessor } from './processor';

/** @param startWorker starts the processor engine's workers */
export const machineDevices = (startWorker: StartWorker): Devices => ({
  findWebGPU,
  startWebGPU: once(() => startTensorFlow('webgpu')),
  startProcessor: once(() => startProcessor(startWorker)),
  startPlain: once(() => startTensorFlow('cpu')),
});

/** Starts at the first call, and again where it failed. */
function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | null = null;
  return () => {
    started ??= start().catch((error) => {
      started = null;
      throw error;
    });
    return started;
  };
}

/** A machine that trains on the processor need not load TensorFlow.js. */
async function startTensorFlow(name: 'webgpu' | 'cpu'): Promise<Engine> {
  const { startTensorEngine } = await import('../tfjs/startBackend');
  return startTensorEngine(name);
}

async function findWebGPU(): Promise<Adapter | Unavailable> {
  if (!hasGpu()) {
    return isSecure()
      ? {
          reason: words('engine.noWebGPU', 'This browser has no WebGPU.'),
          advice: words(
            'engine.otherBrowser',
            'Use a current Chrome, Edge or Safari to train on a graphics card.',
          ),
        }
      : {
          reason: words(
            'engine.insecure',
            'The graphics card is open to https pages and to localhost alone, and this page is neither.',
          ),
          advice: words('engine.openSecurely', 'Open this page by https to train on the graphics card.'),
        };
  }
  const adapter = await findAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    return {
      reason: words('engine.noCard', 'This browser offers no graphics card.'),
      advice: accelerationAdvice(),
    };
  const facts = await adapterFacts(adapter);
  const { vendor, architecture, device, description } = facts;
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
  return { name, software: isSoftware(facts) };
}
