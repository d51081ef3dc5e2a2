/**
 * AdamW in few dispatches: the moments of all parameters lie in one buffer, so that one dispatch updates those of several
 * gradients; each parameter is then written in place. The norm never leaves the device.
 */
import type * as tf from '@tensorflow/tfjs';
import type { AdamWHyper, AdamWState } from '../adamW';
import { runInPlace, runKernel } from './kernel';

/** Gradients bound at a time; an adapter has at least eight storage buffers a stage. */
const bound = 6;
/** Threads, and so partial sums, for each gradient. */
const parts = 64;

export function fusedAdamW(
  params: tf.Variable[],
  grads: tf.Tensor[],
  state: AdamWState,
  hyper: AdamWHyper,
): tf.Scalar {
  const { learningRate, beta1, beta2, eps, weightDecay, clipNorm } = hyper;
  const norm = gradientNorm(grads);
  let offset = 0;
  for (const group of groups(grads)) {
    const size = group.reduce((sum, g) => sum + g.size, 0);
    runInPlace(
      {
        name: 'adamMoments',
        inputs: { ...bind(group), norm },
        uniforms: { beta1, beta2, clipNorm },
        threads: size,
        body: `
          let total = norm[0];
          let clip = select(1.0, uniforms.clipNorm / (total + 1e-6), total > uniforms.clipNorm);
          let g = clip * ${pick(group, 'i')};
          let at = ${2 * offset} + 2 * i;
          result[at] = uniforms.beta1 * result[at] + (1.0 - uniforms.beta1) * g;
          result[at + 1] = uniforms.beta2 * result[at + 1] + (1.0 - uniforms.beta2) * g * g;`,
      },
      state.moments,
    );
    offset += size;
  }
  offset = 0;
  for (const param of params) {
    runInPlace(
      {
        name: 'adamUpdate',
        inputs: { moments: state.moments },
        uniforms: {
          stepSize: learningRate / (1 - beta1 ** state.step),
          correction: 1 / (1 - beta2 ** state.step),
          eps,
          keep: param.rank === 2 ? 1 - learningRate * weightDecay : 1,
        },
        threads: param.size,
        body: `
          let m = moments[${2 * offset} + 2 * i];
          let v = moments[${2 * offset} + 2 * i + 1] * uniforms.correction;
          result[i] = uniforms.keep * result[i] - uniforms.stepSize * m / (sqrt(v) + uniforms.eps);`,
      },
      param,
    );
    offset += param.size;
  }
  return norm;
}

/** The global norm, a scalar on the device. */
function gradientNorm(grads: tf.Tensor[]): tf.Scalar {
  const sums = groups(grads).map((group) => {
    const sumOfPart = group.map(
      (g, n) => `
        if (which == ${n}) {
          for (var c = part; c < ${g.size}; c += ${parts}) { let v = g${n}[c]; sum += v * v; }
        }`,
    );
    const body = `
      let which = i / ${parts}; let part = i % ${parts};
      var sum = 0.0;
      ${sumOfPart.join('')}
      result[i] = sum;`;
    return runKernel({ name: 'squares', inputs: bind(group), threads: parts * group.length, body }, [
      parts * group.length,
    ]);
  });
  let total = sums;
  while (total.length > 1) total = groups(total).map((group) => fold(group));
  const [only] = total as [tf.Tensor];
  const body = `
    var sum = 0.0;
    for (var c = 0; c < ${only.size}; c++) { sum += only[c]; }
    result[0] = sqrt(sum);`;
  return runKernel<tf.Rank.R0>({ name: 'norm', inputs: { only }, threads: 1, body }, []);
}

/** Several lists of partial sums into one of `parts`. */
function fold(group: tf.Tensor[]): tf.Tensor {
  const sums = group.map((g, n) => `for (var c = i; c < ${g.size}; c += ${parts}) { sum += g${n}[c]; }`);
  const body = `var sum = 0.0; ${sums.join(' ')} result[i] = sum;`;
  return runKernel({ name: 'fold', inputs: bind(group), threads: parts, body }, [parts]);
}

function groups<T>(items: T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / bound) }, (_, g) =>
    items.slice(g * bound, (g + 1) * bound),
  );
}

const bind = (group: tf.Tensor[]): Record<string, tf.Tensor> =>
  Object.fromEntries(group.map((g, n) => [`g${n}`, g] as const));

/** WGSL of entry `index` of the group's tensors laid end to end. */
function pick(group: tf.Tensor[], index: string): string {
  let start = 0;
  const starts = group.map((g) => {
    const here = start;
    start += g.size;
    return here;
  });
  // select() reads both sides; indices out of a buffer are clamped, and what they read is not taken.
  return group
    .map((_, n) => `g${n}[${index} - ${starts[n]}]`)
    .reduce((rest, entry, n) => (n === 0 ? entry : `select(${rest}, ${entry}, ${index} >= ${starts[n]})`));
}
