/** Starts TensorFlow.js, on WebGPU or in plain JavaScript. The only module of the engine that is loaded when it is needed. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { withTimeout } from 'es-toolkit';
import type { Engine } from '../engine/engine';
import { words } from '../format/words';
import { createTensorEngine } from './tensorEngine';

/** How long a backend may take to get its device, in milliseconds: a graphics driver that hangs never gives one. */
const patience = 30_000;

/** Starts a backend, which counts only once it has computed something right. Rejects where it does not. */
export async function startTensorEngine(name: 'webgpu' | 'cpu'): Promise<Engine> {
  if (!(await withTimeout(() => tf.setBackend(name), patience)))
    throw new Error(
      words('engine.backendNotStarted', 'TensorFlow.js could not start its {{backend}} backend.', {
        backend: name,
      }),
    );
  await tf.ready();
  const sum = tf.tidy(() => tf.sum(tf.add(tf.tensor1d([1, 2]), 1)));
  const [value] = await sum.data();
  sum.dispose();
  if (value !== 5)
    throw new Error(
      words('engine.backendWrong', 'The {{backend}} backend computes 1 + 2 + 2 as {{value}}.', {
        backend: name,
        value: String(value),
      }),
    );
  return createTensorEngine(name);
}
