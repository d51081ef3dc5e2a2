/** AdamW (Loshchilov & Hutter 2019) over all parameters, after clipping by the global norm (paper Table 9). */
import * as tf from '@tensorflow/tfjs';

export interface AdamWState {
  /** Updates made so far. */
  step: number;
  /** First and second moments, one of each parameter's shape. */
  m: tf.Variable[];
  v: tf.Variable[];
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
  const zeros = () => params.map((p) => tf.tidy(() => tf.variable(tf.zerosLike(p))));
  return { step: 0, m: zeros(), v: zeros() };
}

export function disposeAdamWState(state: AdamWState): void {
  tf.dispose([state.m, state.v]);
}

/** Updates params and state in place. @returns the gradient's global norm before clipping */
export function adamWStep(
  params: tf.Variable[],
  grads: tf.Tensor[],
  state: AdamWState,
  { learningRate, beta1, beta2, eps, weightDecay, clipNorm }: AdamWHyper,
): { gradNorm: tf.Scalar } {
  state.step++;
  const correction1 = 1 - beta1 ** state.step;
  const correction2 = 1 - beta2 ** state.step;
  return tf.tidy(() => {
    // Not addN: on webgpu that binds a buffer for each summand, and an adapter has ten.
    const gradNorm = tf.sqrt(tf.sum(tf.stack(grads.map((g) => tf.sum(tf.square(g)))))) as tf.Scalar;
    const scale = tf.minimum(1, tf.div(clipNorm, tf.add(gradNorm, 1e-6)));
    params.forEach((p, i) => {
      const g = tf.mul(grads[i] as tf.Tensor, scale);
      const m = state.m[i] as tf.Variable;
      const v = state.v[i] as tf.Variable;
      m.assign(tf.add(tf.mul(m, beta1), tf.mul(g, 1 - beta1)));
      v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2)));
      const update = tf.div(tf.div(m, correction1), tf.add(tf.sqrt(tf.div(v, correction2)), eps));
      const decay = p.rank === 2 ? 1 - learningRate * weightDecay : 1;
      p.assign(tf.sub(tf.mul(p, decay), tf.mul(update, learningRate)));
    });
    return { gradNorm };
  });
}
