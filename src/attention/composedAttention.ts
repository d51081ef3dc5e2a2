/**
 * Attention in tf ops, for any form and mask, on any backend: the reference that kernels are tested against, and the
 * fallback where none applies. Query rows are taken a few at a time over the keys that they see, and the backward pass
 * computes a block's weights again, so that no tensor of T × T exists.
 */
import * as tf from '@tensorflow/tfjs';
import { engineOf } from './forms/engines';
import type { FormEngine, MapBlock } from './forms/form';
import { type AttentionHeads, type AttentionSizes, repeatHeads, timesValues, unpackHeads } from './heads';
import { firstKey, type Mask, sees } from './masks';

/** Query rows taken at a time. */
const blockRows = 16;

/** Mixes values by the form's weights: (R, T, h·dh). Differentiable. */
export function composedAttention(
  form: FormEngine,
  { rows, heads, kvHeads, T, headDim }: AttentionSizes,
  input: AttentionHeads,
  mask: Mask,
): tf.Tensor3D {
  const starts = Array.from({ length: Math.ceil(T / blockRows) }, (_, b) => b * blockRows);
  const mixBlock = (start: number) => (q: tf.Tensor4D, k: tf.Tensor4D, v: tf.Tensor4D) => {
    const block = mapBlock(mask, start, Math.min(T, start + blockRows));
    const weights = form.weights(form.scores(q, k, block), block.visible);
    const { firstKey, end } = block;
    return timesValues(weights, tf.slice(v, [0, 0, firstKey, 0], [-1, -1, end - firstKey, -1]));
  };
  const mix = tf.customGrad((...args) => {
    const [q, k, v, save] = args as unknown as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
      (tensors: tf.Tensor[]) => void,
    ];
    save([q, k, v]);
    return {
      value: tf.concat(
        starts.map((start) => mixBlock(start)(q, k, v)),
        2,
      ),
      gradFunc: (dy, saved) =>
        starts
          .map((start) => {
            const ofBlock = tf.slice(dy, [0, 0, start, 0], [-1, -1, Math.min(blockRows, T - start), -1]);
            return gradientsInBackward(mixBlock(start) as (...x: tf.Tensor[]) => tf.Tensor, saved, ofBlock);
          })
          // Not addN: on webgpu that binds a buffer for each summand, and an adapter has ten.
          .reduce((sum, next) => sum.map((g, n) => tf.add(g, next[n] as tf.Tensor))),
    };
  });
  return tf.tidy(() => {
    const { q, k, v } = unpackHeads(input);
    const group = heads / kvHeads;
    const mixed = mix(q, repeatHeads(k, group), repeatHeads(v, group));
    return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows, T, heads * headDim]);
  });
}

/**
 * Computes gradients of f at inputs within the backward pass of another gradient. TensorFlow.js 4.22 drops the outer tape
 * when an inner gradient ends, and then fails where the outer one cleans up; so the tape is put back.
 */
function gradientsInBackward(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  dy: tf.Tensor,
): tf.Tensor[] {
  const { state } = tf.engine();
  const outer = state.activeTape;
  try {
    return tf.grads(f)(inputs, dy);
  } finally {
    state.activeTape = outer;
  }
}

/** Pre-softmax scores and the causal map, both (R or 1, heads, T, T); entries of the map that are not visible are 0. */
export interface AttentionMap {
  scores: tf.Tensor4D;
  map: tf.Tensor4D;
}

/** Computes the whole map at once, for the attention probe; training never needs a tensor of T × T. */
export function attentionMap(formId: string, input: AttentionHeads, mask: Mask): AttentionMap {
  const form = engineOf(formId);
  return tf.tidy(() => {
    const { q, k } = unpackHeads(input);
    const block = mapBlock(mask, 0, q.shape[2]);
    const scores = form.scores(q, repeatHeads(k, input.heads / input.kvHeads), block);
    return { scores, map: form.weights(scores, block.visible) };
  });
}

function mapBlock(mask: Mask, start: number, end: number): MapBlock {
  const first = firstKey(mask, start);
  const width = end - first;
  const visible = Float32Array.from({ length: (end - start) * width }, (_, n) =>
    sees(mask, start + Math.floor(n / width), first + (n % width)) ? 1 : 0,
  );
  return { start, end, firstKey: first, visible: tf.tensor2d(visible, [end - start, width]) };
}
