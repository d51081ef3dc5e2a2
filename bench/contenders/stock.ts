/**
 * The model of docs/spec.md for an all-standard stack in plain TensorFlow.js ops, trained by `tf.train.adam`: what its user
 * would write. That optimizer neither clips nor decays, so only the first loss equals the others', and later ones come close.
 */
import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../../src/model/config';
import { createModel } from '../../src/model/model';
import { batchesOf, initialValuesOf, type Task } from '../task';
import { pendingScalar, startWebGPU } from './tfjs';
import type { Contender } from './types';

export async function createStock(task: Task): Promise<Contender> {
  await startWebGPU();
  const { config, experiment } = task;
  const { learningRate, beta1, beta2, epsilon } = experiment.optimizer;
  const { params } = createModel(config, initialValuesOf(task));
  const variables = [...params.values()];
  const optimizer = tf.train.adam(learningRate, beta1, beta2, epsilon);
  const batches = batchesOf(task);
  const forward = network(config, params);
  return {
    device: 'WebGPU',
    step: () => {
      const { inputs, targets, rows } = batches.next();
      const loss = tf.tidy(() => {
        const ids = tf.tensor2d(inputs, [rows, config.context], 'int32');
        const answers = tf.oneHot(tf.tensor1d(targets, 'int32'), config.vocab, 1, 0, 'float32');
        const cost = optimizer.minimize(
          () => tf.losses.softmaxCrossEntropy(answers, forward(ids)) as tf.Scalar,
          true,
          variables,
        );
        return cost as tf.Scalar;
      });
      return pendingScalar(loss);
    },
  };
}

/** Token ids (B, T) → logits (B · T, V). */
function network(config: ModelConfig, params: Map<string, tf.Variable>): (ids: tf.Tensor2D) => tf.Tensor2D {
  const { context: T, dModel: d, heads, layers, rmsEps, ropeTheta } = config;
  const headDim = d / heads;
  const p = (name: string) => params.get(name) as tf.Tensor;
  const matrix = (name: string) => p(name) as tf.Tensor2D;
  const mask = tf.keep(
    tf.tidy(() => tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones([T, T]), -1, 0)), -1e9)),
  ) as tf.Tensor2D;
  const { cos, sin } = rotations(T, headDim, ropeTheta);

  const rmsNorm = (x: tf.Tensor, gain: tf.Tensor) =>
    tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), rmsEps))), gain) as tf.Tensor2D;
  const silu = (x: tf.Tensor2D) => tf.mul(x, tf.sigmoid(x)) as tf.Tensor2D;
  const rotate = (x: tf.Tensor4D) => {
    const [a, b] = tf.split(x, 2, -1) as [tf.Tensor4D, tf.Tensor4D];
    return tf.add(tf.mul(x, cos), tf.mul(tf.concat([tf.neg(b), a], -1), sin)) as tf.Tensor4D;
  };

  return (ids) => {
    const B = ids.shape[0];
    const embed = matrix('embed.weight');
    let x = tf.gather(embed, tf.reshape(ids, [-1]) as tf.Tensor1D); // (B·T, d)
    for (let l = 0; l < layers.length; l++) {
      const at = (name: string) => `layers.${l}.${name}`;
      const project = (name: string) => {
        const y = tf.add(tf.matMul(n, matrix(at(`mixer.${name}.weight`))), p(at(`mixer.${name}.bias`)));
        return tf.transpose(tf.reshape(y, [B, T, heads, headDim]), [0, 2, 1, 3]) as tf.Tensor4D;
      };
      const n = rmsNorm(x, p(at('norm1.gain')));
      const scores = tf.mul(
        tf.matMul(rotate(project('q')), rotate(project('k')), false, true),
        headDim ** -0.5,
      );
      const mixed = tf.matMul(tf.softmax(tf.add(scores, mask)), project('v')); // (B, h, T, dh)
      const joined = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [B * T, d]) as tf.Tensor2D;
      x = tf.add(x, tf.matMul(joined, matrix(at('mixer.o.weight'))));
      const m = rmsNorm(x, p(at('norm2.gain')));
      const gate = silu(tf.matMul(m, matrix(at('ffn.gate.weight'))));
      const up = tf.matMul(m, matrix(at('ffn.up.weight')));
      x = tf.add(x, tf.matMul(tf.mul(gate, up) as tf.Tensor2D, matrix(at('ffn.down.weight'))));
    }
    return tf.matMul(rmsNorm(x, p('norm.gain')), embed, false, true);
  };
}

/** cos and sin of RoPE's angles, both (T, headDim), in the rotate-half layout. */
function rotations(T: number, headDim: number, theta: number) {
  const half = headDim / 2;
  const angles = Float32Array.from({ length: T * headDim }, (_, i) => {
    const position = Math.floor(i / headDim);
    return position * theta ** (-(2 * (i % half)) / headDim);
  });
  const table = (f: (angle: number) => number) => tf.tensor2d(angles.map(f), [T, headDim]);
  return { cos: table(Math.cos), sin: table(Math.sin) };
}
