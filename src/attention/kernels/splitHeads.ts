/** Splits projected rows into heads, with QK-norm and RoPE in the same kernel; and its backward pass. */
import * as tf from '@tensorflow/tfjs';
import { uniq } from 'es-toolkit';
import { rowKernel, runForResult, runKernel } from '../../device/kernel';
import type { HeadGroup } from '../headGroup';

interface Sizes {
  rows: number;
  T: number;
  headDim: number;
  normEps: number;
  groups: HeadGroup[];
}

/**
 * Splits rows into heads, normed and rotated where their group says so.
 * @param y (R · T, Σ heads · headDim)
 * @returns heads (R, Σ heads, T, headDim); of normed heads also each one's scale, (R, Σ heads, T), else null
 */
export function splitHeads(y: tf.Tensor, sizes: Sizes): { heads: tf.Tensor4D; scales: tf.Tensor | null } {
  const { rows, T, headDim, normEps, groups } = sizes;
  const total = headCount(groups);
  const normed = groups.some((g) => g.normGain);
  const shape = [rows, total, T, headDim];
  const outputs: Record<string, number[]> = { heads: shape, ...(normed ? { scales: [rows, total, T] } : {}) };
  const code = wgsl(sizes);
  const forward = (group: HeadGroup, n: number) => `
    var r = 1.0;
    ${
      group.normGain
        ? `var squares = 0.0;
           for (var c = 0; c < 2 * half; c++) { squares += inner_(y[from_ + c], y[from_ + c]); }
           r = inverseSqrt(squares / ${headDim}.0 + ${normEps.toExponential()});
           scales[i] = r;`
        : normed
          ? 'scales[i] = 1.0;'
          : ''
    }
    for (var c = 0; c < half; c++) {
      let a = y[from_ + c] * r ${group.normGain ? `* gain${n}[c]` : ''};
      let b = y[from_ + c + half] * r ${group.normGain ? `* gain${n}[c + half]` : ''};
      ${
        group.ropeTheta === undefined
          ? 'heads[to + c] = a; heads[to + c + half] = b;'
          : `${code.angle(group.ropeTheta)}
             heads[to + c] = a * cosine - b * sine;
             heads[to + c + half] = b * cosine + a * sine;`
      }
    }`;
  const result = runKernel({
    name: 'splitHeads',
    inputs: { y, ...code.gains, ...code.rope },
    outputs,
    vec4: code.vec4(['y', 'heads']),
    threads: rows * total * T,
    declarations: code.declarations,
    sizes: code.sizes,
    body: code.eachGroup(forward),
  });
  return { heads: result.heads as tf.Tensor4D, scales: result.scales ?? null };
}

/**
 * Computes the gradients of splitHeads.
 * @param dHeads (R, Σ heads, T, headDim) @param saved of normed heads
 * @returns dProjected (R · T, Σ heads · headDim), and a gradient for each gain, (headDim)
 */
export function mergeHeads(
  dHeads: tf.Tensor,
  saved: { y: tf.Tensor; scales: tf.Tensor } | null,
  sizes: Sizes,
): { dProjected: tf.Tensor; dGains: tf.Tensor[] } {
  const { rows, T, headDim, groups } = sizes;
  const total = headCount(groups);
  const code = wgsl(sizes);
  /** Declares da and db, the gradients on a pair before it was rotated: a rotation's gradient is the rotation back. */
  const unrotated = (group: HeadGroup) => `
    let p = dHeads[to + c];
    let q = dHeads[to + c + half];
    ${
      group.ropeTheta === undefined
        ? 'let da = p; let db = q;'
        : `${code.angle(group.ropeTheta)}
           let da = p * cosine + q * sine; let db = q * cosine - p * sine;`
    }`;
  const backward = (group: HeadGroup, n: number) =>
    group.normGain
      ? `
        let r = scales[i];
        var along = 0.0;
        for (var c = 0; c < half; c++) {
          ${unrotated(group)}
          along += inner_(gain${n}[c] * da, y[from_ + c]) + inner_(gain${n}[c + half] * db, y[from_ + c + half]);
        }
        let pull = along * r * r / ${headDim}.0;
        for (var c = 0; c < half; c++) {
          ${unrotated(group)}
          dProjected[from_ + c] = r * (gain${n}[c] * da - y[from_ + c] * pull);
          dProjected[from_ + c + half] = r * (gain${n}[c + half] * db - y[from_ + c + half] * pull);
        }`
      : `
        for (var c = 0; c < half; c++) {
          ${unrotated(group)}
          dProjected[from_ + c] = da;
          dProjected[from_ + c + half] = db;
        }`;
  const { dProjected } = runKernel({
    name: 'mergeHeads',
    inputs: { dHeads, ...saved, ...code.gains, ...code.rope },
    outputs: { dProjected: [rows * T, total * headDim] },
    vec4: code.vec4(['y', 'dHeads', 'dProjected']),
    threads: rows * total * T,
    declarations: code.declarations,
    sizes: code.sizes,
    body: code.eachGroup(backward),
  });
  const dGains = groups.flatMap((group, n) =>
    group.normGain && saved ? [gainGradient(dHeads, saved, sizes, n)] : [],
  );
  return { dProjected, dGains };
}

/** Σ over rows, heads and positions of the gradient on a normed entry times that entry before its gain. */
function gainGradient(
  dHeads: tf.Tensor,
  { y, scales }: { y: tf.Tensor; scales: tf.Tensor },
  { rows, T, headDim, groups }: Sizes,
  n: number,
): tf.Tensor {
  const group = groups[n] as HeadGroup;
  const first = headCount(groups.slice(0, n));
  const total = headCount(groups);
  const half = headDim / 2;
  const table = group.ropeTheta === undefined ? null : ropeTable(T, headDim, [group.ropeTheta]);
  const body = `
    let pair = row % half;
    var sum = 0.0;
    for (var s = lane; s < count; s += lanes) {
      let t = s % T;
      let h = first + (s / T) % heads;
      let r = s / T / heads;
      let at = (r * total + h) * T + t;
      let p = dHeads[at * 2 * half + pair];
      let q = dHeads[at * 2 * half + pair + half];
      let cosine = ${table ? 'rope[t * half + pair]' : '1.0'};
      let sine = ${table ? 'rope[(T + t) * half + pair]' : '0.0'};
      let d = select(q * cosine - p * sine, p * cosine + q * sine, row < half);
      sum += d * y[((r * T + t) * total + h) * 2 * half + row] * scales[at];
    }
    let all = rowSum(sum);
    if (lane == 0) { result[row] = all; }`;
  const inputs = { dHeads, y, scales, ...(table ? { rope: table } : {}) };
  const sizes = { T, total, half, first, heads: group.heads, count: rows * group.heads * T };
  return runForResult(rowKernel({ name: 'gainBack', inputs, sizes, rows: headDim, body }), [headDim]);
}

const headCount = (groups: HeadGroup[]) => groups.reduce((sum, g) => sum + g.heads, 0);

/** What both directions share: a thread has one head of one position, in pairs of entries, four at a time if it can. */
function wgsl({ T, headDim, groups }: Sizes) {
  const total = headCount(groups);
  const vector = headDim % 8 === 0;
  const unit = vector ? 4 : 1;
  // Groups of one base share its table.
  const thetas = uniq(groups.map((g) => g.ropeTheta).filter((theta) => theta !== undefined));
  const gains = Object.fromEntries(groups.flatMap((g, n) => (g.normGain ? [[`gain${n}`, g.normGain]] : [])));
  return {
    gains,
    rope: (thetas.length === 0 ? {} : { rope: ropeTable(T, headDim, thetas) }) as Record<string, tf.Tensor>,
    vec4: (names: string[]) => (vector ? [...names, ...Object.keys(gains), 'rope'] : []),
    sizes: {
      T,
      total,
      ...Object.fromEntries(
        groups.slice(0, -1).map((_, n) => [`end${n}`, headCount(groups.slice(0, n + 1))] as const),
      ),
    },
    declarations: `
      const half = ${headDim / 2 / unit};
      fn inner_(a : ${vector ? 'vec4<f32>' : 'f32'}, b : ${vector ? 'vec4<f32>' : 'f32'}) -> f32 {
        return ${vector ? 'dot(a, b)' : 'a * b'};
      }`,
    /** Declares cosine and sine of a group's angle at position t and pair c. */
    angle: (theta: number) => {
      const table = 2 * thetas.indexOf(theta);
      return `
        let cosine = rope[(${table} * T + t) * half + c];
        let sine = rope[(${table + 1} * T + t) * half + c];`;
    },
    eachGroup: (code: (group: HeadGroup, n: number) => string) => {
      const branches = groups.map((group, n) =>
        n === groups.length - 1 ? `{ ${code(group, n)} }` : `if (h < end${n}) { ${code(group, n)} } else`,
      );
      return `
        let t = i % T;
        let h = (i / T) % total;
        let row = i / T / total;
        let from_ = ((row * T + t) * total + h) * 2 * half;
        let to = i * 2 * half;
        ${branches.join(' ')}`;
    },
  };
}

const ropeTables = new Map<string, tf.Tensor1D>();

/**
 * For each base cos of every position and pair of entries, (T, headDim / 2), then sin; one after the other, as a kernel has
 * few bindings. Cached for good, one for each shape and list of bases.
 */
function ropeTable(T: number, headDim: number, thetas: readonly number[]): tf.Tensor1D {
  const key = `${T} ${headDim} ${thetas.join()}`;
  let table = ropeTables.get(key);
  if (!table || table.isDisposed) {
    const half = headDim / 2;
    const data = new Float32Array(thetas.length * T * headDim);
    for (const [n, theta] of thetas.entries()) {
      const angle = (i: number) => Math.floor(i / half) * theta ** (-(2 * (i % half)) / headDim);
      const cos = Float32Array.from({ length: T * half }, (_, i) => Math.cos(angle(i)));
      const sin = Float32Array.from({ length: T * half }, (_, i) => Math.sin(angle(i)));
      data.set(cos, n * T * headDim);
      data.set(sin, n * T * headDim + T * half);
    }
    table = tf.keep(tf.tensor1d(data));
    ropeTables.set(key, table);
  }
  return table;
}
