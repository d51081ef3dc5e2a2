/** Chooses the backend: WebGPU, else WebGL, else the CPU; where it is not the first, says why and what to do. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { isSoftware } from '../device';
import type { BackendInfo, BackendName } from './protocol';

/** Starts the best backend there is. Rejects with an Error that says why only where not even the CPU backend starts. */
export async function chooseBackend(): Promise<BackendInfo> {
  const webgpu = await describeWebGPU();
  if ('adapter' in webgpu) {
    const failure = await start('webgpu');
    if (failure === null) return { name: 'webgpu', ...webgpu };
    return fallBack({ reason: `WebGPU did not start: ${failure}`, advice: updateAdvice });
  }
  return fallBack(webgpu);
}

const updateAdvice =
  'Update the browser and the graphics driver, then reload. Training goes on here, only slower.';

const enableAdvice =
  'Use a current Chrome, Edge or Safari with hardware acceleration switched on (in Chrome: Settings, System), ' +
  'and see chrome://gpu for what blocks it. Training goes on here, only slower.';

type Unavailable = NonNullable<BackendInfo['fallback']>;

async function describeWebGPU(): Promise<{ adapter: string; software: boolean } | Unavailable> {
  if (!('gpu' in navigator) || !navigator.gpu) {
    const reason = isSecureContext
      ? 'This browser has no WebGPU.'
      : 'WebGPU is only there on https pages and on localhost, and this page is neither.';
    return { reason, advice: enableAdvice };
  }
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) {
    return {
      reason: 'This browser knows WebGPU, but offers no graphics adapter for it.',
      advice: enableAdvice,
    };
  }
  const { vendor, architecture, device, description } = adapter.info;
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
  return { adapter: name, software: isSoftware(adapter.info) };
}

async function fallBack(fallback: Unavailable): Promise<BackendInfo> {
  const failures: string[] = [];
  for (const name of ['webgl', 'cpu'] as const) {
    const failure = await start(name);
    if (failure === null) return { name, adapter: adapterNames[name], software: name === 'cpu', fallback };
    failures.push(`${name}: ${failure}`);
  }
  throw new Error(`No device to compute on could be started (${failures.join('; ')}).`);
}

const adapterNames = { webgl: 'WebGL', cpu: 'CPU (JavaScript)' };

/** Starts a backend, which counts only once it has computed something right. @returns why it does not run, or null */
async function start(name: BackendName): Promise<string | null> {
  try {
    if (!(await tf.setBackend(name))) return 'the backend did not initialise';
    await tf.ready();
    const sum = tf.tidy(() => tf.sum(tf.add(tf.tensor1d([1, 2]), 1)));
    const [value] = await sum.data();
    sum.dispose();
    return value === 5 ? null : `1 + 2 + 2 came out as ${value}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
