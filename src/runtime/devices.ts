/** The devices of this machine, as engines: WebGPU through TensorFlow.js, the processor, and TensorFlow.js alone. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { isSoftware } from '../device';
import { createTensorEngine } from '../tfjs/tensorEngine';
import { type Adapter, accelerationAdvice, type Devices, type Unavailable } from './engineChoice';
import { startProcessor } from './processor';

export const machineDevices: Devices = {
  findWebGPU,
  async startWebGPU() {
    await start('webgpu');
    return createTensorEngine('webgpu');
  },
  startProcessor,
  async startPlain() {
    await start('cpu');
    return createTensorEngine('cpu');
  },
};

async function findWebGPU(): Promise<Adapter | Unavailable> {
  if (!('gpu' in navigator) || !navigator.gpu) {
    return globalThis.isSecureContext === false
      ? {
          reason:
            'The graphics card is open to https pages and to localhost alone, and this page is neither.',
          advice: 'Open this page by https to train on the graphics card.',
        }
      : {
          reason: 'This browser has no WebGPU.',
          advice: 'Use a current Chrome, Edge or Safari to train on a graphics card.',
        };
  }
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) return { reason: 'This browser offers no graphics card.', advice: accelerationAdvice };
  const { vendor, architecture, device, description } = adapter.info;
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
  return { name, software: isSoftware(adapter.info) };
}

/** Starts a backend of TensorFlow.js, which counts only once it has computed something right. Rejects where it does not. */
async function start(name: 'webgpu' | 'cpu'): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its ${name} backend.`);
  await tf.ready();
  const sum = tf.tidy(() => tf.sum(tf.add(tf.tensor1d([1, 2]), 1)));
  const [value] = await sum.data();
  sum.dispose();
  if (value !== 5) throw new Error(`The ${name} backend computes 1 + 2 + 2 as ${value}.`);
}
