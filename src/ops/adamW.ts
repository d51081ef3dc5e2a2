/** AdamW (Loshchilov & Hutter 2019) over all parameters, after clipping by the global norm (paper Table 9). */
import * as tf from '@tensorflow/tfjs';
import { kernelsRun } from '../device/adapter';
import type { AdamWHyper } from './adamWSchedule';
import { fail } from './checks';
import { fusedAdamW } from './webgpu/fusedAdamW';

/**
 * Creates AdamW's state: (2 · Σ sizes), the first and second moment of each entry of each parameter, interleaved.
 * @param values moments of a checkpoint; left out, all are 0
 * @throws Error where there are not as many values
 */
export function createMoments(params: tf.Variable[], values?: Float32Array): tf.Variable {
  const size = 2 * params.reduce((sum, p) => sum + p.size, 0);
  return tf.tidy(() => tf.variable(values ? tf.tensor(values, [size]) : tf.zeros([size])));
}

/**
 * Updates params and moments in place, decoupled weight decay on matrices alone.
 * @param grads of each parameter's shape @param schedule (3), see adamWSchedule
 * @returns the global norm of the gradients before clipping
 * @throws Error where a gradient is missing or of another shape
 */
export function adamWStep(
  params: tf.Variable[],
  grads: tf.Tensor[],
  moments: tf.Variable,
  schedule: tf.Tensor,
  hyper: AdamWHyper,
): tf.Scalar {
  params.forEach((p, i) => {
    const g = grads[i];
    if (!g || g.shape.join() !== p.shape.join())
      fail('adamWStep', 'needs a gradient of each parameter’s shape', p, ...(g ? [g] : []));
  });
  const update = kernelsRun() ? fusedAdamW : composedAdamW;
  return tf.tidy(() => update(params, grads, moments, schedule, hyper));
}

function composedAdamW(
  params: tf.Variable[],
  grads: tf.Tensor[],
  moments: tf.Variable,
  schedule: tf.Tensor,
  { beta1, beta2, epsilon, weightDecay, clipNorm }: AdamWHyper,
): tf.Scalar {
  const [rate, correct1, correct2] = tf.unstack(schedule) as [tf.Scalar, tf.Scalar, tf.Scalar];
  const flat = tf.concat(grads.map((g) => tf.reshape(g, [-1])));
  const norm = tf.sqrt(tf.sum(tf.square(flat))) as tf.Scalar;
  const clip = tf.where(tf.greater(norm, clipNorm), tf.div(clipNorm, tf.add(norm, 1e-6)), tf.scalar(1));
  const g = tf.mul(flat, clip);
  const [oldM, oldV] = tf.unstack(tf.reshape(moments, [-1, 2]), 1) as [tf.Tensor, tf.Tensor];
  const m = tf.add(tf.mul(oldM, beta1), tf.mul(g, 1 - beta1));
  const v = tf.add(tf.mul(oldV, beta2), tf.mul(tf.square(g), 1 - beta2));
  moments.assign(tf.reshape(tf.stack([m, v], 1), [-1]));
  const updates = tf.split(
    tf.mul(rate, tf.div(tf.mul(m, correct1), tf.add(tf.sqrt(tf.mul(v, correct2)), epsilon))),
    params.map((p) => p.size),
  );
  params.forEach((p, i) => {
    const decayed = p.rank === 2 ? tf.sub(p, tf.mul(p, tf.mul(rate, weightDecay))) : p;
    p.assign(tf.sub(decayed, tf.reshape(updates[i] as tf.Tensor, p.shape)));
  });
  return norm;
}
