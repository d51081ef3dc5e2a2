// Training on the processor: as the composition of tf ops has it on random models, the same to the last bit each time, in
// memory that does not grow.
import * as tf from '@tensorflow/tfjs';
import { mean } from 'es-toolkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { layerOf } from '../../../src/attention/layers';
import { variants } from '../../../src/attention/variants';
import { Random } from '../../../src/data/random';
import type { ModelConfig } from '../../../src/model/config';
import { forward, loss } from '../../../src/model/forward';
import { createModel, disposeModel } from '../../../src/model/model';
import { adamWSchedule } from '../../../src/ops/adamWSchedule';
import { modelPlan } from '../../../src/processor/plan';
import { ProcessorModel } from '../../../src/processor/processorModel';
import { drawnBatch, drawnConfig, drawnValues } from '../../support/drawnModel';
import { newKernels } from '../../support/kernels';
import { relativeError } from '../../support/relativeError';
import { seed } from '../../support/seed';

const hyper = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 1 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('a random model', () => {
  it.each(variants)('with $id has the composition’s logits, loss and gradients', async ({ id }) => {
    const random = new Random(seed).fork(id);
    for (let n = 0; n < 3; n++) {
      const config = drawnConfig(random, [
        id,
        random.int(2) ? 'standard' : id,
        variants[random.int(variants.length)]?.id ?? id,
      ]);
      const values = drawnValues(random, config);
      const rows = 1 + random.int(6);
      const batch = drawnBatch(random, config, rows);
      const where = `seed ${seed}, ${rows} rows, ${JSON.stringify(config)}`;
      const model = ProcessorModel.create(await newKernels(), modelPlan(config), values, rows);
      const reference = createModel(config, values);
      const tensor = (ids: Int32Array) => tf.tensor2d(ids, [rows, config.context], 'int32');
      const [inputs, targets] = [tensor(batch.inputs), tensor(batch.targets)];
      const logits = forward(reference, inputs);
      // Both are in float32, and small norms of QK-norm widen what they round.
      expect(relativeError(model.logits(batch.inputs, rows, []), logits.dataSync()), where).toBeLessThan(
        5e-4,
      );
      const { value, grads } = tf.variableGrads(
        () => loss(reference, inputs, targets),
        [...reference.params.values()],
      );
      expect(relativeError([model.gradients(batch)], value.dataSync()), where).toBeLessThan(1e-4);
      const gradients = model.readGradients();
      const largest = Math.max(...Object.values(grads).map((g) => Math.max(...g.dataSync().map(Math.abs))));
      for (const [name, variable] of reference.params) {
        const expected = (grads[variable.name] as tf.Tensor).dataSync();
        const error = relativeError(gradients.get(name) as Float32Array, expected, 1e-2 * largest);
        expect(error, `${name}: ${where}`).toBeLessThan(1e-3);
      }
      tf.dispose([inputs, targets, logits, value, ...Object.values(grads)]);
      disposeModel(reference);
    }
  });
});

describe('training', () => {
  const random = new Random(seed).fork('training');
  const config: ModelConfig = {
    ...drawnConfig(random, []),
    headsOff: undefined,
    layers: variants.map(({ id }) => layerOf(id)),
  };
  const values = drawnValues(random, config);
  const rows = 5;
  const batches = Array.from({ length: 8 }, () => drawnBatch(random, config, rows));
  const train = (model: ProcessorModel, steps: number) =>
    Array.from({ length: steps }, (_, n) =>
      model.step(batches[n % batches.length]!, adamWSchedule(1e-3, n + 1, hyper), hyper),
    );

  it('is the same to the last bit each time', async () => {
    const [a, b] = [
      ProcessorModel.create(await newKernels(), modelPlan(config), values, rows),
      ProcessorModel.create(await newKernels(), modelPlan(config), values, rows),
    ];
    expect(train(a, 20)).toEqual(train(b, 20));
    expect(a.readState()).toEqual(b.readState());
  });

  it('takes no more memory after the first step, and learns', async () => {
    const model = ProcessorModel.create(await newKernels(), modelPlan(config), values, rows);
    const before = model.bytes;
    const losses = train(model, 500).map((step) => step.loss);
    expect(model.bytes).toBe(before);
    expect(mean(losses.slice(-batches.length))).toBeLessThan(mean(losses.slice(0, batches.length)));
  });

  it('refuses values that are not the model’s', async () => {
    const instance = await newKernels();
    const create = (params: Map<string, Float32Array>) => () =>
      ProcessorModel.create(instance, modelPlan(config), { ...values, params }, rows);
    const params = new Map(values.params);
    params.delete('norm.gain');
    expect(create(params)).toThrow('"norm.gain" is missing');
    params.set('norm.gain', new Float32Array(1)).set('other', new Float32Array(1));
    expect(create(params)).toThrow('other');
    params.delete('other');
    expect(create(params)).toThrow('"norm.gain" has 1 numbers');
  });
});
