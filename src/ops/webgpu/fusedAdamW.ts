/**
 * AdamW in few dispatches: each updates several parameters and their moments in place; the moments of all lie in one
 * buffer. The norm never leaves the device.
 */
import type * as tf from '@tensorflow/tfjs';
import { rowKernel, runForResult, runKernel } from '../../device/kernel';
import type { AdamWHyper } from '../adamWSchedule';

/** Threads, and so partial sums, for each gradient. */
const parts = 64;

/** Updates params and moments in place, as adamWStep says. @returns the global norm before clipping, on the device */
export function fusedAdamW(
  params: tf.Variable[],
  grads: tf.Tensor[],
  moments: tf.Variable,
  schedule: tf.Tensor,
  hyper: AdamWHyper,
): tf.Scalar {
  const { norm, factors } = gradientNorm(grads, schedule, hyper.clipNorm);
  let offset = 0;
  const pairs = params.map((param, n) => ({ param, grad: grads[n] as tf.Tensor }));
  // Three parameters, their gradients, the moments and the factors make the eight tensors that can be bound.
  for (const group of groupsOf(3, pairs)) {
    update(group, offset, moments, factors, hyper);
    offset += group.reduce((sum, { param }) => sum + param.size, 0);
  }
  return norm;
}

function update(
  group: { param: tf.Variable; grad: tf.Tensor }[],
  offset: number,
  moments: tf.Variable,
  factors: tf.Tensor,
  { beta1, beta2, epsilon, weightDecay }: AdamWHyper,
): void {
  const sizes: Record<string, number> = { offset };
  let start = 0;
  const branches = group.map(({ param }, n) => {
    sizes[`from${n}`] = start;
    start += param.size;
    const decay = param.rank === 2 ? weightDecay : 0;
    const code = `
      let at = i - from${n};
      let g = factors[0] * grad${n}[at];
      let m = ${float(beta1)} * moments[m0] + ${float(1 - beta1)} * g;
      let v = ${float(beta2)} * moments[m0 + 1] + ${float(1 - beta2)} * g * g;
      moments[m0] = m;
      moments[m0 + 1] = v;
      let decayed = param${n}[at] * (1.0 - factors[1] * ${float(decay)});
      param${n}[at] = decayed - factors[1] * m * factors[2] / (sqrt(v * factors[3]) + ${float(epsilon)});`;
    return n === group.length - 1 ? `{ ${code} }` : `if (i < from${n + 1}) { ${code} } else`;
  });
  runKernel<string>({
    name: 'adamW',
    inputs: { factors, ...Object.fromEntries(group.map(({ grad }, n) => [`grad${n}`, grad])) },
    outputs: { moments, ...Object.fromEntries(group.map(({ param }, n) => [`param${n}`, param])) },
    sizes,
    threads: start,
    body: `
      let m0 = 2 * (offset + i);
      ${branches.join(' ')}`,
  });
}

/**
 * The global norm, a scalar on the device: partial sums of the squares of seven gradients at a time, then their sum. With
 * it (4) what an update multiplies by: the clip, and the schedule.
 */
function gradientNorm(grads: tf.Tensor[], schedule: tf.Tensor, clipNorm: number) {
  const partial = groupsOf(7, grads).map((group) => {
    const sums = group.map(
      (_, n) => `
        if (which == ${n}) { for (var c = part; c < size${n}; c += ${parts}) { let v = g${n}[c]; sum += v * v; } }`,
    );
    return runForResult(
      {
        name: 'squares',
        inputs: bind(group),
        sizes: sizesOf(group),
        threads: parts * group.length,
        body: `let which = i / ${parts}; let part = i % ${parts}; var sum = 0.0; ${sums.join('')} result[i] = sum;`,
      },
      [parts * group.length],
    );
  });
  let rest = partial;
  while (rest.length > 5) rest = groupsOf(7, rest).map(foldSums);
  const body = `
    var sum = 0.0;
    ${rest.map((_, n) => `for (var c = lane; c < size${n}; c += lanes) { sum += g${n}[c]; }`).join(' ')}
    let total = rowSum(sum);
    if (lane == 0) {
      let length_ = sqrt(total);
      norm[0] = length_;
      factors[0] = select(1.0, ${float(clipNorm)} / (length_ + 1e-6), length_ > ${float(clipNorm)});
      for (var c = 0; c < 3; c++) { factors[c + 1] = schedule[c]; }
    }`;
  const { norm, factors } = runKernel(
    rowKernel({
      name: 'gradientNorm',
      inputs: { ...bind(rest), schedule },
      outputs: { norm: [] as number[], factors: [4] },
      rows: 1,
      sizes: sizesOf(rest),
      body,
    }),
  );
  return { norm: norm as tf.Scalar, factors };
}

/** Several lists of partial sums into one of `parts`. */
function foldSums(group: tf.Tensor[]): tf.Tensor {
  const sums = group.map((_, n) => `for (var c = i; c < size${n}; c += ${parts}) { sum += g${n}[c]; }`);
  const body = `var sum = 0.0; ${sums.join(' ')} result[i] = sum;`;
  return runForResult(
    { name: 'foldSums', inputs: bind(group), sizes: sizesOf(group), threads: parts, body },
    [parts],
  );
}

const bind = (group: tf.Tensor[]): Record<string, tf.Tensor> =>
  Object.fromEntries(group.map((g, n) => [`g${n}`, g] as const));

const sizesOf = (group: tf.Tensor[]): Record<string, number> =>
  Object.fromEntries(group.map(({ size }, n) => [`size${n}`, size] as const));

/** A number as WGSL writes an f32. */
const float = (x: number) => (Number.isInteger(x) ? `${x}.0` : `${x}`);

function groupsOf<T>(size: number, items: T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, g) =>
    items.slice(g * size, (g + 1) * size),
  );
}
