// What a step does to each layer, measured on both engines: against its state before and after, without changing it.
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import type { Engine, EngineModel } from '../../src/engine/engine';
import { adamWSchedule } from '../../src/ops/adamWSchedule';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import { drawnBatch, drawnConfig, drawnValues } from '../support/drawnModel';
import { testEngine } from '../support/engine';
import { seed } from '../support/seed';

const optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 0.5 };
const rows = 5;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const random = new Random(seed);
const config = drawnConfig(random, ['standard', 'mlp', 'rndEmbQK', 'linear']);
const values = drawnValues(random, config);
const batches = Array.from({ length: 3 }, () => drawnBatch(random, config, rows));

const norm = (numbers: Iterable<number>) => Math.sqrt([...numbers].reduce((sum, n) => sum + n * n, 0));
/** All parameters of a layer, one after the other. */
const ofLayer = (params: ReadonlyMap<string, Float32Array>, l: number) =>
  [...params].filter(([name]) => name.startsWith(`layers.${l}.`)).flatMap(([, own]) => [...own]);

async function measured(engine: Engine) {
  const create = () => engine.createModel(config, values, { rows, scoredRows: [], optimizer });
  const step = (model: EngineModel, n: number, measure?: boolean) =>
    model.step(batches[n]!, adamWSchedule(1e-2, n + 1, optimizer), measure);
  const [plain, watched] = [create(), create()];
  expect(await watched.lastStep()).toBeNull();
  for (const n of [0, 1]) for (const model of [plain, watched]) step(model, n);
  expect(await watched.lastStep()).toBeNull();
  const before = await watched.read();
  step(plain, 2);
  step(watched, 2, true);
  const layers = await watched.lastStep();
  const after = await watched.read();
  const [own, other] = [await watched.readSteps(), await plain.readSteps()].map((steps) =>
    steps.map(({ loss, gradNorm }) => [loss, gradNorm]),
  );
  expect(own).toEqual(other);
  expect(after).toEqual(await plain.read());
  const again = await plain.lastStep();
  expect(again).toBeNull();
  plain.dispose();
  watched.dispose();
  return {
    layers: layers!,
    before: before.values.params,
    after: after.values.params,
    gradNorm: own!.at(-1)![1]!,
  };
}

it('on both engines alike', async () => {
  const [processor, ops] = [await measured(testEngine().engine), await measured(createTensorEngine('cpu'))];
  for (const { layers, before, after, gradNorm } of [processor, ops]) {
    expect(layers).toHaveLength(4);
    layers.forEach(({ update, weights }, l) => {
      const [was, is] = [ofLayer(before, l), ofLayer(after, l)];
      expect(weights).toBeCloseTo(norm(was), 3);
      expect(update).toBeCloseTo(norm(was.map((value, n) => is[n]! - value)), 4);
      expect(update).toBeGreaterThan(0);
    });
    // The embeddings and the last norm have the rest of the gradient.
    expect(norm(layers.map((layer) => layer.gradNorm))).toBeLessThan(gradNorm);
  }
  processor.layers.forEach((layer, l) => {
    const expected = ops.layers[l]!;
    for (const name of ['gradNorm', 'update', 'weights'] as const)
      expect(
        Math.abs(layer[name] - expected[name]) / expected[name],
        `seed ${seed}, layer ${l}, ${name}`,
      ).toBeLessThan(0.01);
  });
});
