/** What both contenders on TensorFlow.js share: its WebGPU backend, and a scalar as a pending loss. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { PendingLoss } from './types';

/** Starts the WebGPU backend; there is no falling back, as another backend would be another race. */
export async function startWebGPU(): Promise<void> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js could not start its WebGPU backend.');
  await tf.ready();
}

export function pendingScalar(loss: tf.Scalar): PendingLoss {
  return {
    read: async () => {
      const [value] = await loss.data();
      loss.dispose();
      return value as number;
    },
    dispose: () => loss.dispose(),
  };
}
