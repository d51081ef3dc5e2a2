// What the processor's model gives beside training: maps and magnitudes as the composition of tf ops has them, state in and out,
// and the bytes it takes.
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { layerOf } from '../../../src/attention/layers';
import { type VariantId, variants } from '../../../src/attention/variants';
import { Random } from '../../../src/data/random';
import type { LayerAttention } from '../../../src/engine/engine';
import { type ModelConfig, parameterSpecs } from '../../../src/model/config';
import { forward } from '../../../src/model/forward';
import { createModel, disposeModel } from '../../../src/model/model';
import type { ModelValues } from '../../../src/model/values';
import { adamWStep, createMoments } from '../../../src/ops/adamW';
import { adamWSchedule } from '../../../src/ops/adamWSchedule';
import { modelPlan } from '../../../src/processor/plan';
import { attentionOf, magnitudesOf } from '../../../src/processor/probe';
import { ProcessorModel } from '../../../src/processor/processorModel';
import { drawnBatch, drawnConfig, drawnValues } from '../../support/drawnModel';
import { newKernels } from '../../support/kernels';
import { relativeError } from '../../support/relativeError';
import { seed } from '../../support/seed';

const hyper = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 1 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Each layer's maps, scores and outputs in a forward pass of tf ops, of the row and below it of the reference rows. */
function composed(config: ModelConfig, values: ModelValues, ids: Int32Array) {
  const model = createModel(config, values);
  const layers: { map: Float32Array | null; scores: Float32Array | null; output: Float32Array }[] = [];
  tf.tidy(() => {
    let probed: { map: Float32Array | null; scores: Float32Array | null };
    forward(model, tf.tensor2d(ids, [1, ids.length], 'int32'), {
      probe: (_layer, attention) => {
        probed = {
          map: attention && (attention.map.dataSync() as Float32Array),
          scores: attention && (attention.scores.dataSync() as Float32Array),
        };
      },
      onOutput: (_layer, output) => {
        layers.push({ ...probed, output: output.dataSync() as Float32Array });
      },
    });
  });
  disposeModel(model);
  return layers;
}

const largest = (numbers: Float32Array) => numbers.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

describe('maps and magnitudes', () => {
  it.each(variants)('of $id', async ({ id }) => {
    const random = new Random(seed).fork(`maps of ${id}`);
    for (let n = 0; n < 3; n++) {
      const config = drawnConfig(random, [id, variants[random.int(variants.length)]?.id ?? id, id]);
      const values = drawnValues(random, config);
      const where = `seed ${seed}, ${JSON.stringify(config)}`;
      const model = await ProcessorModel.create(
        await newKernels(),
        modelPlan(config),
        values,
        1 + random.int(3),
      );
      const ids = drawnBatch(random, config, 1).inputs.slice(0, 1 + random.int(config.context));
      const expected = composed(config, values, ids);
      const magnitudes = magnitudesOf(model.passes, ids);
      const attention = attentionOf(model.passes, ids);
      expected.forEach(({ map, scores, output }, l) => {
        const near = (actual: ArrayLike<number>, reference: ArrayLike<number>) =>
          expect(relativeError(actual, reference, 0.1), `layer ${l}, ${where}`).toBeLessThan(1e-4);
        const found = attention[l] as LayerAttention | null;
        near([magnitudes[l]?.output ?? Number.NaN], [largest(output)]);
        expect(found === null, where).toBe(map === null);
        if (!found || !map || !scores) expect(magnitudes[l]?.scores, where).toBeNull();
        else {
          const ofRow = config.heads * ids.length ** 2;
          near(found.map, map.slice(0, ofRow));
          near(found.scores, scores.slice(0, ofRow));
          near([magnitudes[l]?.scores ?? Number.NaN], [largest(scores)]);
        }
      });
    }
  });

  it('say where a number is no longer finite', async () => {
    const random = new Random(seed).fork('not finite');
    const config = { ...drawnConfig(random, ['standard', 'mlp']), headsOff: undefined };
    const values = drawnValues(random, config);
    values.params.get('layers.1.ffn.down.weight')?.fill(Number.NaN);
    const model = ProcessorModel.create(await newKernels(), modelPlan(config), values, 1);
    const [standard, mlp] = magnitudesOf(model.passes, drawnBatch(random, config, 1).inputs);
    expect(standard?.output).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(mlp).toEqual({ scores: null, output: Number.POSITIVE_INFINITY });
  });

  it('refuse more tokens than the context', async () => {
    const config = drawnConfig(new Random(seed), ['standard']);
    const model = await ProcessorModel.create(
      await newKernels(),
      modelPlan(config),
      drawnValues(new Random(seed), config),
      1,
    );
    expect(() => attentionOf(model.passes, new Int32Array(config.context + 1))).toThrow('context');
  });
});

describe('a state', () => {
  const random = new Random(seed).fork('state');
  const ids: VariantId[] = ['standard', 'mlp', 'fixedSeqQK'];
  const config: ModelConfig = { ...drawnConfig(random, ids), qkvBias: true, qkNorm: true };
  const values = drawnValues(random, config);
  const rows = 3;
  const batches = Array.from({ length: 6 }, () => drawnBatch(random, config, rows));
  const train = (model: ProcessorModel, from: number, to: number) =>
    batches
      .slice(from, to)
      .map((batch, n) => model.step(batch, adamWSchedule(1e-2, from + n + 1, hyper), hyper));

  it('resumes with the same bits', async () => {
    const model = ProcessorModel.create(await newKernels(), modelPlan(config), values, rows);
    train(model, 0, 3);
    const { values: read, moments } = model.readState();
    const resumed = ProcessorModel.create(await newKernels(), modelPlan(config), read, rows, moments);
    expect(resumed.readState()).toEqual(model.readState());
    expect(train(resumed, 3, 6)).toEqual(train(model, 3, 6));
    expect(resumed.readState()).toEqual(model.readState());
  });

  it('has moments where the tf composition has them', async () => {
    const model = ProcessorModel.create(await newKernels(), modelPlan(config), values, rows);
    const schedule = adamWSchedule(1e-2, 1, hyper);
    model.step(batches[0]!, schedule, hyper);
    const gradients = model.readGradients();
    const { moments } = model.readState();
    const specs = parameterSpecs(config);
    const expected = tf.tidy(() => {
      const params = specs.map(({ name, shape }) =>
        tf.variable(tf.tensor(values.params.get(name) as Float32Array, shape)),
      );
      const grads = specs.map(({ name, shape }) => tf.tensor(gradients.get(name) as Float32Array, shape));
      const state = createMoments(params);
      adamWStep(params, grads, state, tf.tensor1d(schedule), hyper);
      return state.dataSync();
    });
    const moment = (numbers: ArrayLike<number>, which: number) =>
      Float32Array.from({ length: numbers.length / 2 }, (_, n) => numbers[2 * n + which] as number);
    expect(relativeError(moment(moments, 0), moment(expected, 0))).toBeLessThan(1e-5);
    expect(relativeError(moment(moments, 1), moment(expected, 1))).toBeLessThan(1e-5);
  });

  it('refuses moments of another model', async () => {
    const instance = await newKernels();
    const moments = new Float32Array(4);
    expect(() => ProcessorModel.create(instance, modelPlan(config), values, rows, moments)).toThrow(
      'has 4 numbers',
    );
  });
});

it('plans the bytes that it takes', async () => {
  const random = new Random(seed).fork('bytes');
  for (const { id } of variants) {
    const config = drawnConfig(random, [id, 'standard']);
    const rows = 1 + random.int(9);
    const model = await ProcessorModel.create(
      await newKernels(),
      modelPlan(config),
      drawnValues(random, config),
      rows,
    );
    expect(ProcessorModel.plannedBytes(modelPlan(config), rows), JSON.stringify(config)).toBe(model.bytes);
  }
  const wide = { ...drawnConfig(random, []), dModel: 4096, heads: 8, ffn: 16_384 };
  const layers = Array.from({ length: 24 }, () => layerOf('standard'));
  expect(ProcessorModel.plannedBytes(modelPlan({ ...wide, layers }), 1)).toBeGreaterThan(2 ** 31);
});
