/**
 * The model of docs/spec.md for an all-standard stack in jax-js (npm @jax-js/jax): loss, gradient, clip and AdamW in one
 * function under `jit`, on its WebGPU or its wasm device. Functions own their arguments there: `.ref` keeps an array for
 * another use.
 */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { type ModelConfig, parameterSpecs } from '../../src/model/config';
import { batchesOf, initialValuesOf, type Task } from '../task';
import type { Contender, CreateContender } from './types';

/** By the parameters' names. */
type Arrays = Record<string, np.Array>;

type JaxDevice = 'webgpu' | 'wasm';

export const jaxJsOn =
  (device: JaxDevice): CreateContender =>
  (task) =>
    createJaxJs(task, device);

async function createJaxJs(task: Task, device: JaxDevice): Promise<Contender> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js could not start its device ${device}.`);
  defaultDevice(device);
  const { config, experiment } = task;
  const { learningRate, beta1, beta2 } = experiment.optimizer;
  const values = initialValuesOf(task).params;
  const specs = parameterSpecs(config);
  const collect = (make: (name: string, shape: number[]) => np.Array): Arrays =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, make(name, shape)]));

  let params = collect((name, shape) =>
    np.array(values.get(name) as Float32Array<ArrayBuffer>, { shape, dtype: np.float32 }),
  );
  let first = collect((_, shape) => np.zeros(shape));
  let second = collect((_, shape) => np.zeros(shape));
  let steps = 0;
  const batches = batchesOf(task);
  const update = trainingStep(task);

  return {
    device: device === 'webgpu' ? 'WebGPU' : 'WebAssembly',
    // Its memory on the processor is out of reach.
    ...(device === 'wasm' && { bytes: () => null }),
    step: () => {
      const { inputs, targets, rows } = batches.next();
      const tokens = (ids: Int32Array) =>
        np.array(ids as Int32Array<ArrayBuffer>, { shape: [rows, config.context], dtype: np.int32 });
      steps++;
      let loss: np.Array;
      [loss, params, first, second] = update(params, first, second, tokens(inputs), tokens(targets), {
        stepSize: np.array([learningRate / (1 - beta1 ** steps)]),
        correction: np.array([1 / (1 - beta2 ** steps)]),
      });
      return {
        read: async () => (await loss.data())[0] as number,
        dispose: () => loss.dispose(),
      };
    },
  };
}

/** What depends on the number of the step, so that one compiled function serves all; both (1). */
type StepScalars = { stepSize: np.Array; correction: np.Array };

function trainingStep({ config, experiment }: Task) {
  const { learningRate, beta1, beta2, epsilon, weightDecay, clipNorm } = experiment.optimizer;
  const kinds = new Map(parameterSpecs(config).map(({ name, kind }) => [name, kind]));
  return jit(
    (
      params: Arrays,
      first: Arrays,
      second: Arrays,
      inputs: np.Array,
      targets: np.Array,
      { stepSize, correction }: StepScalars,
    ): [np.Array, Arrays, Arrays, Arrays] => {
      const lossAndGradient = valueAndGrad((p: Arrays) => lossOf(config, p, inputs, targets));
      const [loss, grads] = lossAndGradient(tree.ref(params));
      const squares = Object.values(grads).map((g) => np.square(g.ref).sum());
      const norm = np.sqrt(squares.reduce((a, b) => a.add(b)));
      const clip = np.where(norm.ref.greater(clipNorm), np.divide(clipNorm, norm.add(1e-6)), 1);

      const next: { params: Arrays; first: Arrays; second: Arrays } = { params: {}, first: {}, second: {} };
      for (const [name, grad] of Object.entries(grads)) {
        const param = params[name] as np.Array;
        const g = grad.mul(clip.ref);
        const m = (first[name] as np.Array).mul(beta1).add(g.ref.mul(1 - beta1));
        const v = (second[name] as np.Array).mul(beta2).add(np.square(g).mul(1 - beta2));
        const change = m.ref.mul(stepSize.ref).div(np.sqrt(v.ref.mul(correction.ref)).add(epsilon));
        const keep = kinds.get(name) === 'matrix' ? 1 - learningRate * weightDecay : 1;
        next.params[name] = param.mul(keep).sub(change);
        next.first[name] = m;
        next.second[name] = v;
      }
      clip.dispose();
      stepSize.dispose();
      correction.dispose();
      return [loss, next.params, next.first, next.second];
    },
  );
}

/** Mean cross-entropy of targets (B, T); owns all its arguments. */
function lossOf(config: ModelConfig, params: Arrays, inputs: np.Array, targets: np.Array): np.Array {
  const { context: T, dModel: d, heads, layers, vocab, rmsEps, ropeTheta } = config;
  const B = inputs.shape[0] as number;
  const headDim = d / heads;
  const p = (name: string) => params[name] as np.Array;
  const rmsNorm = (x: np.Array, gain: np.Array) => {
    const scale = np.reciprocal(np.sqrt(np.square(x.ref).mean(-1, { keepdims: true }).add(rmsEps)));
    return x.mul(scale).mul(gain);
  };
  const { cos, sin } = rotations(T, headDim, ropeTheta);
  const rotate = (x: np.Array) => {
    const [a, b] = np.split(x.ref, 2, -1) as [np.Array, np.Array];
    return x.mul(cos.ref).add(np.concatenate([np.negative(b), a], -1).mul(sin.ref));
  };

  const embed = p('embed.weight');
  let x = np.take(embed.ref, inputs, 0); // (B, T, d)
  for (let l = 0; l < layers.length; l++) {
    const at = (name: string) => p(`layers.${l}.${name}`);
    const n = rmsNorm(x.ref, at('norm1.gain'));
    const project = (name: string) =>
      np
        .matmul(n.ref, at(`mixer.${name}.weight`))
        .add(at(`mixer.${name}.bias`))
        .reshape([B, T, heads, headDim]);
    const mixed = nn.dotProductAttention(rotate(project('q')), rotate(project('k')), project('v'), {
      isCausal: true,
    });
    n.dispose();
    x = x.add(np.matmul(mixed.reshape([B, T, d]), at('mixer.o.weight')));
    const m = rmsNorm(x.ref, at('norm2.gain'));
    const gate = nn.silu(np.matmul(m.ref, at('ffn.gate.weight')));
    const up = np.matmul(m, at('ffn.up.weight'));
    x = x.add(np.matmul(gate.mul(up), at('ffn.down.weight')));
  }
  cos.dispose();
  sin.dispose();
  const logits = np.matmul(rmsNorm(x, p('norm.gain')), embed.transpose());
  return nn
    .logSoftmax(logits, -1)
    .mul(nn.oneHot(targets, vocab))
    .sum()
    .mul(-1 / (B * T));
}

/** cos and sin of RoPE's angles, both (T, 1, headDim), in the rotate-half layout. */
function rotations(T: number, headDim: number, theta: number) {
  const half = headDim / 2;
  const angles = Float32Array.from({ length: T * headDim }, (_, i) => {
    const position = Math.floor(i / headDim);
    return position * theta ** (-(2 * (i % half)) / headDim);
  });
  const table = (f: (angle: number) => number) =>
    np.array(angles.map(f), { shape: [T, 1, headDim], dtype: np.float32 });
  return { cos: table(Math.cos), sin: table(Math.sin) };
}
