// Each variant's gradient against central differences of the loss, on a random configuration each run.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { type VariantId, variants } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { elements, type ModelConfig, parameterSpecs } from '../../src/model/config';
import { loss } from '../../src/model/forward';
import { createModel, disposeModel } from '../../src/model/model';
import type { ModelValues } from '../../src/model/values';
import { seed } from '../support/seed';
import { drawnLayer } from '../support/stack';

describe.each(['webgpu', 'cpu'])('on %s', (backend) => {
  it.each(variants)('$id', async ({ id }) => {
    await tf.setBackend(backend);
    const random = new Random(seed).fork(id);
    const heads = 1 + random.int(3);
    const config: ModelConfig = {
      dModel: heads * 2 * (2 + random.int(4)),
      heads,
      kvHeads: random.int(2) ? heads : 1,
      ffn: 3 + random.int(12),
      vocab: 5 + random.int(9),
      context: 2 + random.int(12),
      ropeTheta: 10_000,
      rmsEps: 1e-6,
      qkvBias: random.int(2) === 1,
      qkNorm: random.int(2) === 1,
      tieEmbeddings: random.int(2) === 1,
      layers: [],
    };
    config.layers = [id, random.int(2) ? 'standard' : id].map((of) =>
      drawnLayer(random, of as VariantId, config.context),
    );
    const { largest, tensors } = await compareWithDifferences(config, random);
    await commands.report(
      `${backend} ${id}, seed ${seed}: ${tensors} tensors, largest error ${largest.toExponential(1)}`,
    );
    expect(largest, `seed ${seed}, ${JSON.stringify(config)}`).toBeLessThan(2e-2);
  });
});

async function compareWithDifferences(config: ModelConfig, random: Random) {
  const normals = (size: number, std: number, mean = 0) =>
    Float32Array.from({ length: size }, () => mean + std * random.normal());
  const values: ModelValues = {
    params: new Map(
      parameterSpecs(config).map(({ name, shape, kind }) => [
        name,
        normals(elements(shape), 0.3, kind === 'gain' ? 1 : 0),
      ]),
    ),
    randomEmbedding: normals(config.context * config.dModel, 0.3),
    fixedSequence: Int32Array.from({ length: config.context }, () => random.int(config.vocab)),
  };
  const model = createModel(config, values);
  const B = 1 + random.int(3);
  const T = config.context;
  const ids = () =>
    tf.tensor2d(
      Array.from({ length: B * T }, () => random.int(config.vocab)),
      [B, T],
      'int32',
    );
  const [inputs, targets] = [ids(), ids()];
  const lossNow = async () => {
    const value = loss(model, inputs, targets);
    const [number] = await value.data();
    value.dispose();
    return number as number;
  };

  const { value, grads } = tf.variableGrads(() => loss(model, inputs, targets), [...model.params.values()]);
  value.dispose();
  const gradients = new Map<string, Float32Array>();
  for (const [name, v] of model.params) gradients.set(name, (await grads[v.name]?.data()) as Float32Array);
  tf.dispose(Object.values(grads));
  const scale = Math.max(...[...gradients.values()].map((g) => Math.hypot(...g)));

  let largest = 0;
  for (const [name, variable] of model.params) {
    const start = values.params.get(name) as Float32Array;
    const gradient = gradients.get(name) as Float32Array;
    const norm = Math.hypot(...gradient);
    // Half along the gradient, where a lost factor shows, half anywhere, where a wrong entry shows.
    const noise = normals(start.length, 1);
    const noiseNorm = Math.hypot(...noise);
    const direction = noise.map((u, i) => u / noiseNorm + (norm > 0 ? (gradient[i] as number) / norm : 0));
    const lossAt = async (h: number) => {
      tf.tidy(() =>
        variable.assign(
          tf.tensor(
            start.map((p, i) => p + h * (direction[i] as number)),
            variable.shape,
          ),
        ),
      );
      return lossNow();
    };
    const analytic = gradient.reduce((sum, g, i) => sum + g * (direction[i] as number), 0);
    // Where the loss bends sharply a small step is right, where it is flat a large one; a wrong gradient fits neither.
    const errors: number[] = [];
    for (const h of [0.01, 0.002]) {
      const near = (await lossAt(h)) - (await lossAt(-h));
      const far = (await lossAt(2 * h)) - (await lossAt(-2 * h));
      errors.push(Math.abs((8 * near - far) / (12 * h) - analytic)); // truncation O(h⁴)
    }
    await lossAt(0);
    largest = Math.max(largest, Math.min(...errors) / (norm + 0.05 * scale));
  }
  disposeModel(model);
  tf.dispose([inputs, targets]);
  return { largest, tensors: gradients.size };
}
