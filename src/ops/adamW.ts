/** AdamW (Loshchilov & Hutter 2019) over all parameters, after clipping by the global norm (paper Table 9). */
import * as tf from '@tensorflow/tfjs';
import { fail } from './checks';
import { fusedAdamW } from './webgpu/adamW';
import { kernelsRun } from './webgpu/kernel';

export interface AdamWState {
  /** Updates made so far. */
  step: number;
  /** First and second moment of every entry of every parameter, in turns, end to end. */
  moments: tf.Variable;
}

export interface AdamWHyper {
  learningRate: number;
  beta1: number;
  beta2: number;
  eps: number;
  /** Decoupled, on matrices alone. */
  weightDecay: number;
  clipNorm: number;
}

export function createAdamWState(params: tf.Variable[]): AdamWState {
  const size = params.reduce((sum, p) => sum + p.size, 0);
  return { step: 0, moments: tf.tidy(() => tf.variable(tf.zeros([2 * size]))) };
}

export function disposeAdamWState(state: AdamWState): void {
  state.moments.dispose();
}

/** Updates params and state in place. @returns the gradient's global norm before clipping */
export function adamWStep(
  params: tf.Variable[],
  grads: tf.Tensor[],
  state: AdamWState,
  hyper: AdamWHyper,
): { gradNorm: tf.Scalar } {
  params.forEach((p, i) => {
    const g = grads[i];
    if (!g || g.shape.join() !== p.shape.join())
      fail('adamWStep', 'needs a gradient of each parameter’s shape', p, ...(g ? [g] : []));
  });
  state.step++;
  const update = kernelsRun() ? fusedAdamW : composedAdamW;
  return { gradNorm: tf.tidy(() => update(params, grads, state, hyper)) };
}

function composedAdamW(
  params: tf.Variable[],
  grads: tf.Tensor[],
  state: AdamWState,
  hyper: AdamWHyper,
): tf.Scalar {
  const { learningRate, beta1, beta2, eps, weightDecay, clipNorm } = hyper;
  const flat = tf.concat(grads.map((g) => tf.reshape(g, [-1])));
  const norm = tf.sqrt(tf.sum(tf.square(flat))) as tf.Scalar;
  const clip = tf.where(tf.greater(norm, clipNorm), tf.div(clipNorm, tf.add(norm, 1e-6)), tf.scalar(1));
  const g = tf.mul(flat, clip);
  const [oldM, oldV] = tf.unstack(tf.reshape(state.moments, [-1, 2]), 1) as [tf.Tensor, tf.Tensor];
  const m = tf.add(tf.mul(oldM, beta1), tf.mul(g, 1 - beta1));
  const v = tf.add(tf.mul(oldV, beta2), tf.mul(tf.square(g), 1 - beta2));
  state.moments.assign(tf.reshape(tf.stack([m, v], 1), [-1]));
  const stepSize = learningRate / (1 - beta1 ** state.step);
  const corrected = tf.div(v, 1 - beta2 ** state.step);
  const updates = tf.split(
    tf.div(tf.mul(m, stepSize), tf.add(tf.sqrt(corrected), eps)),
    params.map((p) => p.size),
  );
  params.forEach((p, i) => {
    const keep = p.rank === 2 ? 1 - learningRate * weightDecay : 1;
    p.assign(tf.sub(tf.mul(p, keep), tf.reshape(updates[i] as tf.Tensor, p.shape)));
  });
  return norm;
}
