// Each variant's gradient on every backend against central differences of the loss, on a random configuration each run.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { type VariantId, variants } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { readTensors } from '../../src/device';
import type { ModelConfig } from '../../src/model/config';
import { loss } from '../../src/model/forward';
import { createModel, disposeModel, type Model } from '../../src/model/model';
import { centralDifferences, drawnDirection, slopeAlong } from '../support/differences';
import { drawnValues } from '../support/drawnModel';
import { seed } from '../support/seed';
import { drawnLayer } from '../support/stack';
import { drawnHeadDim } from './headDim';

const backends = ['webgpu', 'cpu'];
const tolerance = 2e-2;

it.each(variants)('$id', async ({ id }) => {
  const random = new Random(seed).fork(id);
  const heads = 1 + random.int(3);
  const config: ModelConfig = {
    // Behind a norm of two numbers the loss bends too sharply.
    dModel: heads * Math.max(4, drawnHeadDim),
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
  for (const [backend, error] of Object.entries(largest)) {
    await commands.report(
      `${backend} ${id}, seed ${seed}: ${tensors} tensors, largest error ${error.toExponential(1)}`,
    );
    expect(error, `${backend}, seed ${seed}, ${JSON.stringify(config)}`).toBeLessThan(tolerance);
  }
});

async function compareWithDifferences(config: ModelConfig, random: Random) {
  const values = drawnValues(random, config);
  const B = 1 + random.int(3);
  const T = config.context;
  const ids = () => Array.from({ length: B * T }, () => random.int(config.vocab));
  const batch = [ids(), ids()];
  const lossOf = (model: Model) =>
    tf.tidy(() => {
      const [inputs, targets] = batch.map((of) => tf.tensor2d(of, [B, T], 'int32'));
      return loss(model, inputs as tf.Tensor2D, targets as tf.Tensor2D);
    });

  const gradients: Record<string, Map<string, Float32Array>> = {};
  for (const backend of backends) {
    await tf.setBackend(backend);
    const model = createModel(config, values);
    gradients[backend] = await gradientsOf(model, () => lossOf(model));
    disposeModel(model);
  }

  // Differences of the last backend's loss, which is read at once; fixtures.test.ts holds it equal to the others'.
  const model = createModel(config, values);
  const own = gradients[backends.at(-1) as string] as Map<string, Float32Array>;
  const scale = Math.max(...[...own.values()].map((g) => Math.hypot(...g)));
  const largest = Object.fromEntries(backends.map((backend) => [backend, 0]));
  for (const [name, variable] of model.params) {
    const start = values.params.get(name) as Float32Array;
    const gradient = own.get(name) as Float32Array;
    const direction = drawnDirection(gradient, () => random.normal());
    const errorOf = centralDifferences((distance) => {
      const moved = start.map((p, i) => p + distance * (direction[i] as number));
      tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
      return tf.tidy(() => lossOf(model).dataSync()[0] as number);
    });
    const unit = Math.hypot(...gradient) + 0.05 * scale;
    for (const backend of backends) {
      const held = gradients[backend]?.get(name) as Float32Array;
      const error = await errorOf(slopeAlong(held, direction), tolerance * unit);
      largest[backend] = Math.max(largest[backend] as number, error / unit);
    }
    tf.tidy(() => variable.assign(tf.tensor(start, variable.shape)));
  }
  disposeModel(model);
  return { largest, tensors: own.size };
}

/** Gradients of a loss by the names of the model's parameters. */
async function gradientsOf({ params }: Model, lossNow: () => tf.Scalar): Promise<Map<string, Float32Array>> {
  const { value, grads } = tf.variableGrads(lossNow, [...params.values()]);
  const read = await readTensors([...params.values()].map(({ name }) => grads[name] as tf.Tensor));
  tf.dispose([value, grads]);
  return new Map([...params.keys()].map((name, n) => [name, read[n] as Float32Array]));
}
