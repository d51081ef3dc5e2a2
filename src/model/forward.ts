/** The transformer (docs/spec.md "Backbone", paper §4.2): embed, mix and feed forward in every layer, unembed. */
import * as tf from '@tensorflow/tfjs';
import type { AttentionMap } from '../attention/composedAttention';
import { type Layer, referenceKinds } from '../attention/layers';
import { type MixerInput, mapOf, mix } from '../attention/mixer';
import type { ReferenceKind } from '../attention/sources';
import * as ops from '../ops';
import { headsOffIn } from './config';
import type { Model } from './model';

export interface ForwardOptions {
  /** Layers left out whole, mixer and feed-forward. */
  skip?: ReadonlySet<number>;
  /** Of some layers, the map that mixes the rows instead: (heads, T, T), or (B, heads, T, T). */
  maps?: ReadonlyMap<number, Float32Array>;
  /** Called for each layer that runs, with its scores and map, or null where it has none. Only then are maps built. */
  probe?: (layer: number, attention: AttentionMap | null) => void;
  /** Called for each layer that runs with its output, (R, T, d). */
  onOutput?: (layer: number, output: tf.Tensor3D) => void;
}

/**
 * Computes logits of token ids. Reference rows pass through the layers below the batch and are left out of the result.
 * @param ids int32 (B, T), T at most the context
 * @returns (B, T, V)
 * @throws Error where T is beyond the context or a parameter is missing
 */
export function forward(model: Model, ids: tf.Tensor2D, options: ForwardOptions = {}): tf.Tensor3D {
  const { config } = model;
  const [B, T] = ids.shape;
  if (T > config.context) throw new Error(`forward: ${T} tokens do not fit a context of ${config.context}.`);
  return tf.tidy(() => {
    const running = config.layers.map((_, l) => l).filter((l) => !options.skip?.has(l));
    const kinds = referenceKinds(running.map((l) => config.layers[l] as Layer));
    const e = inputRows(model, ids, kinds); // (R, T, d), R = B + kinds.length
    let x = e;
    for (const l of running) {
      const p = (name: string) => param(model, `layers.${l}.${name}`);
      const norm1 = p('norm1.gain') as tf.Tensor1D;
      const n = ops.rmsNorm(x, norm1, config.rmsEps) as tf.Tensor3D;
      const input: MixerInput = {
        dims: config,
        headsOff: headsOffIn(config, l),
        map: mapTensor(options.maps?.get(l), config.heads, T),
        residual: x,
        batchRows: B,
        n,
        staticNormed: () => ops.rmsNorm(e, norm1, config.rmsEps) as tf.Tensor3D,
        reference: (kind) => tf.slice(n, [B + kinds.indexOf(kind), 0, 0], [1, T, config.dModel]),
        weight: (name) => p(`mixer.${name}`),
      };
      const layer = config.layers[l] as Layer;
      options.probe?.(l, mapOf(layer, input));
      x = mix(layer, input);
      const m = ops.rmsNorm(x, p('norm2.gain') as tf.Tensor1D, config.rmsEps);
      const ffn = (name: string) => p(`ffn.${name}.weight`) as tf.Tensor2D;
      x = ops.swiGLU(m, ffn('gate'), ffn('up'), ffn('down'), x) as tf.Tensor3D;
      options.onOutput?.(l, x);
    }
    const batch = kinds.length > 0 ? tf.slice(x, [0, 0, 0], [B, T, config.dModel]) : x;
    const normed = ops.rmsNorm(batch, param(model, 'norm.gain') as tf.Tensor1D, config.rmsEps);
    const unembedding = param(model, config.tieEmbeddings ? 'embed.weight' : 'head.weight');
    return ops.unembed(normed, matrix(unembedding)) as tf.Tensor3D;
  });
}

/**
 * Computes the mean cross-entropy in nats per token.
 * @param ids int32 (B, T)
 * @param targets int32 (B, T), −1 where none is due
 */
export function loss(
  model: Model,
  ids: tf.Tensor2D,
  targets: tf.Tensor2D,
  options?: ForwardOptions,
): tf.Scalar {
  return tf.tidy(() => ops.crossEntropy(forward(model, ids, options), targets));
}

/** Embedded tokens with the reference rows below: (B + kinds, T, d). */
function inputRows(model: Model, ids: tf.Tensor2D, kinds: ReferenceKind[]): tf.Tensor3D {
  const T = ids.shape[1];
  const text = kinds.includes('text')
    ? tf.concat([ids, tf.reshape(tf.slice(model.fixedSequence, 0, T), [1, T])], 0)
    : ids;
  const embedded = ops.embedding(matrix(param(model, 'embed.weight')), text as tf.Tensor2D) as tf.Tensor3D;
  if (!kinds.includes('random')) return embedded;
  const random = tf.slice(model.randomEmbedding, [0, 0], [T, model.config.dModel]);
  return tf.concat([embedded, tf.expandDims(random, 0) as tf.Tensor3D], 0);
}

function param(model: Model, name: string): tf.Variable {
  const found = model.params.get(name);
  if (!found) throw new Error(`The model has no parameter "${name}".`);
  return found;
}

/** (1 or B, heads, T, T), 0 above the diagonal. */
function mapTensor(map: Float32Array | undefined, heads: number, T: number): tf.Tensor4D | undefined {
  const causal = map?.map((weight, c) => (c % T <= Math.floor(c / T) % T ? weight : 0));
  return causal && tf.tensor4d(causal, [causal.length / (heads * T * T), heads, T, T]);
}

const matrix = (t: tf.Tensor): tf.Tensor2D => t as tf.Tensor2D;
