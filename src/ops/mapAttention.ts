/**
 * Attention whose weights are a function of the scores s_ij = q_i·k_j / √dh: the softmax, and its Taylor form 1 + s + s²/2
 * (Arora et al. 2024, paper Eq. 6). Query rows are taken a few at a time and the backward pass computes them again, so that
 * no tensor of T × T exists.
 */
import * as tf from '@tensorflow/tfjs';
import { type AttentionHeads, type AttentionSizes, attentionSizes, fail, unpackHeads } from './checks';
import { repeatHeads, sumRepeated, timesValues, timesValuesGradient } from './heads';
import { kernelsRun } from './webgpu/adapter';
import { fusedMapAttention } from './webgpu/mapAttention';
import { fusedSharedMapAttention } from './webgpu/sharedMap';
import { softmaxForm, taylorForm } from './webgpu/weightForms';

/** Query rows taken at a time. */
const chunk = 16;

/** Weights over the keys 0..offset+C of C query rows, and how a gradient on them reaches the scores. */
interface Rows {
  weights: tf.Tensor4D;
  scoresGradient(weightsGradient: tf.Tensor4D): tf.Tensor4D;
}

type RowForm = (scores: tf.Tensor4D, visible: tf.Tensor2D) => Rows;

const softmaxRows: RowForm = (scores, visible) => {
  const weights = tf.softmax(
    tf.where(visible.asType('bool'), scores, tf.fill(scores.shape, -1e30)),
  ) as tf.Tensor4D;
  return {
    weights,
    scoresGradient: (g) => tf.mul(weights, tf.sub(g, tf.sum(tf.mul(g, weights), -1, true))),
  };
};

const taylorRows: RowForm = (scores, visible) => {
  const raw = tf.mul(tf.add(tf.add(1, scores), tf.mul(0.5, tf.square(scores))), visible) as tf.Tensor4D;
  const total = tf.sum(raw, -1, true);
  const weights = tf.div(raw, total) as tf.Tensor4D;
  return {
    weights,
    scoresGradient(g) {
      const rawGradient = tf.div(tf.sub(g, tf.sum(tf.mul(g, weights), -1, true)), total);
      return tf.mul(tf.mul(rawGradient, tf.add(1, scores)), visible);
    },
  };
};

/** softmax(q kᵀ / √dh) v over j ≤ i, (R, T, h·dh). */
export function causalAttention(input: AttentionHeads): tf.Tensor3D {
  const sizes = attentionSizes('causalAttention', input);
  if (!kernelsRun()) return composed(softmaxRows, sizes, input);
  const { projected, values } = input;
  return values && sizes.mapRows !== sizes.rows
    ? fusedSharedMapAttention(sizes, projected, values)
    : fusedMapAttention(softmaxForm, sizes, input);
}

/** The Taylor form, normalised jointly over j ≤ i, (R, T, h·dh); every row has a map of its own. */
export function taylorAttention(input: AttentionHeads): tf.Tensor3D {
  const sizes = attentionSizes('taylorAttention', input);
  const { projected, values } = input;
  if (values && sizes.mapRows !== sizes.rows)
    fail('taylorAttention', 'needs queries and keys of as many rows as values', projected, values);
  return kernelsRun() ? fusedMapAttention(taylorForm, sizes, input) : composed(taylorRows, sizes, input);
}

function composed(form: RowForm, sizes: AttentionSizes, input: AttentionHeads): tf.Tensor3D {
  const { rows, heads, T, headDim } = sizes;
  const run = tf.customGrad((...args) => {
    const [q, k, v, save] = args as unknown as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
      (tensors: tf.Tensor[]) => void,
    ];
    save([q, k, v]);
    const pieces = chunks(sizes, q, k, v, form).map(({ forward }) => forward());
    return {
      value: tf.concat(pieces, 2),
      gradFunc: (dy, saved) => {
        const [q, k, v] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
        return backward(sizes, chunks(sizes, q, k, v, form), dy as tf.Tensor4D);
      },
    };
  });
  return tf.tidy(() => {
    const { q, k, v } = unpackHeads(input);
    return tf.reshape(tf.transpose(run(q, k, v), [0, 2, 1, 3]), [rows, T, heads * headDim]);
  });
}

/** The work of each chunk of query rows [start, end) over the keys [0, end). */
function chunks(
  { heads, kvHeads, T, headDim }: AttentionSizes,
  q: tf.Tensor4D,
  k: tf.Tensor4D,
  v: tf.Tensor4D,
  form: RowForm,
) {
  const scale = 1 / Math.sqrt(headDim);
  const keys = repeatHeads(k, heads / kvHeads);
  const values = repeatHeads(v, heads / kvHeads);
  return Array.from({ length: Math.ceil(T / chunk) }, (_, c) => {
    const start = c * chunk;
    const end = Math.min(T, start + chunk);
    const rowsOf = (t: tf.Tensor4D, from: number) => tf.slice(t, [0, 0, from, 0], [-1, -1, end - from, -1]);
    const [queries, seenKeys, seenValues] = [rowsOf(q, start), rowsOf(keys, 0), rowsOf(values, 0)];
    const visible = causalMask(start, end);
    const compute = () => form(tf.mul(tf.matMul(queries, seenKeys, false, true), scale), visible);
    return {
      forward: () => timesValues(compute().weights, seenValues),
      /** Gradients of queries (…, C), and of keys and values (…, end). */
      backward(dy: tf.Tensor4D) {
        const { weights, scoresGradient } = compute();
        const { dWeights, dValues } = timesValuesGradient(weights, seenValues, rowsOf(dy, start));
        const ds = tf.mul(scoresGradient(dWeights), scale) as tf.Tensor4D;
        return {
          dq: tf.matMul(ds, seenKeys),
          dk: tf.matMul(ds, queries, true) as tf.Tensor4D,
          dv: dValues,
          end,
        };
      },
    };
  });
}

function backward(
  { heads, kvHeads, T }: AttentionSizes,
  parts: ReturnType<typeof chunks>,
  dy: tf.Tensor4D,
): tf.Tensor[] {
  const group = heads / kvHeads;
  const done = parts.map((part) => part.backward(dy));
  // Not addN: on webgpu that binds a buffer for each summand, and an adapter has ten.
  const total = (parts: { t: tf.Tensor4D; end: number }[]) =>
    parts
      .map(
        ({ t, end }) =>
          tf.pad(t, [
            [0, 0],
            [0, 0],
            [0, T - end],
            [0, 0],
          ]) as tf.Tensor4D,
      )
      .reduce((a, b) => tf.add(a, b));
  const dk = total(done.map((d) => ({ t: d.dk, end: d.end })));
  const dv = total(done.map((d) => ({ t: d.dv, end: d.end })));
  return [
    tf.concat(
      done.map((d) => d.dq),
      2,
    ),
    sumRepeated(dk, group),
    sumRepeated(dv, group),
  ];
}

/** 1 where query start + r may see key c, (end − start, end). */
function causalMask(start: number, end: number): tf.Tensor2D {
  const width = end;
  const data = Float32Array.from({ length: (end - start) * width }, (_, i) =>
    i % width <= start + Math.floor(i / width) ? 1 : 0,
  );
  return tf.tensor2d(data, [end - start, width]);
}
