// A run that goes on from its checkpoint trains as one that was never interrupted, and a checkpoint is of one moment.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { variantIds } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { type DataSource, taskSource, textSource } from '../../src/data/source';
import { chosenTask } from '../../src/data/tasks';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import type { Checkpoint } from '../../src/train/checkpoint';
import { Trainer } from '../../src/train/trainer';
import { stack } from '../support/stack';

const run = { id: 'r', name: 'r', layers: stack(...variantIds) };
const start = defaultExperiment();
const experiment: Experiment = {
  ...start,
  batch: 3,
  steps: 40,
  evalWindows: 4,
  model: { ...start.model, dModel: 16, heads: 2, kvHeads: 1, ffn: 24, context: 12, qkNorm: true },
  optimizer: { ...start.optimizer, learningRate: 0.01, warmup: 5 },
};

const random = new Random(11);
const tokens = (count: number) => Int32Array.from({ length: count }, () => random.int(11));
const task = chosenTask({ id: 'lookBack', knobs: { distance: 1, symbols: 4 } });
const sources: Record<string, DataSource> = {
  'a text': textSource({ train: tokens(4000), validation: tokens(200), vocab: 11 }, 12),
  'a task': taskSource(task, 12),
};

beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
  await tf.ready();
});

/** Steps before the break, beyond the warm-up, and as many after it. */
const k = 8;

async function steps(trainer: Trainer, count: number): Promise<number[]> {
  for (let i = 0; i < count; i++) trainer.step();
  return (await trainer.readLosses()).map(({ loss }) => loss);
}

describe.each(Object.keys(sources))('on %s', (name) => {
  const source = sources[name] as DataSource;

  it.each(name === 'a text' ? [true, false] : [true])(
    'training goes on as if unbroken (captured: %s)',
    async (capture) => {
      const engine = createTensorEngine('webgpu', capture);
      const unbroken = new Trainer(engine, experiment, run, source);
      const expected = await steps(unbroken, 2 * k);
      const measured = await unbroken.validate();
      unbroken.dispose();

      const before = tf.memory().numTensors;
      const first = new Trainer(engine, experiment, run, source);
      const losses = await steps(first, k);
      const checkpoint = structuredClone(await first.checkpoint());
      first.dispose();
      expect(checkpoint.steps).toBe(k);
      const second = new Trainer(engine, experiment, run, source, { from: checkpoint });
      // As the race does, before its first step.
      await engine.prepare([second.model], () => {});
      losses.push(...(await steps(second, k)));
      expect((await second.validate()).loss).toBeCloseTo(measured.loss, 5);
      second.dispose();
      expect(tf.memory().numTensors).toBe(before);

      expect(losses).toHaveLength(2 * k);
      losses.forEach((loss, n) => {
        expect(Math.abs(loss - (expected[n] as number))).toBeLessThan(1e-5);
      });
      expect(Math.abs((expected[k] as number) - (expected[0] as number))).toBeGreaterThan(1e-3);
    },
  );
});

const source = sources['a text'] as DataSource;
const engine = createTensorEngine('webgpu');

it('is of the moment it is asked for, though steps are taken while it is read', async () => {
  const still = new Trainer(engine, experiment, run, source);
  await steps(still, 3);
  const expected = await still.checkpoint();
  still.dispose();

  const trainer = new Trainer(engine, experiment, run, source);
  await steps(trainer, 3);
  const reading = trainer.checkpoint();
  trainer.step();
  const { params, moments, batches, steps: at } = await reading;
  expect(at).toBe(3);
  expect(params).toEqual(expected.params);
  expect(moments).toEqual(expected.moments);
  expect(batches).toEqual(expected.batches);
  // And what is read after it is of the step after it.
  const { values: now } = await trainer.model.read();
  expect(now.params.get('embed.weight')).not.toEqual(expected.params['embed.weight']?.values);
  trainer.dispose();
});

it('goes on more gently when told, and keeps doing so', async () => {
  const trainer = new Trainer(engine, experiment, run, source);
  await steps(trainer, 6);
  const from = await trainer.checkpoint();
  trainer.dispose();
  const change = async (rateFactor: number): Promise<[number, Checkpoint]> => {
    const again = new Trainer(engine, experiment, run, source, { from, rateFactor });
    await steps(again, 1);
    const next = await again.checkpoint();
    again.dispose();
    const name = 'layers.0.mixer.q.bias';
    const [a, b] = [from, next].map((c) => c.params[name]?.values[0] as number) as [number, number];
    return [b - a, next];
  };
  const [full] = await change(1);
  const [half, next] = await change(0.5);
  expect(half / full).toBeCloseTo(0.5, 3);
  expect(next.rateFactor).toBe(0.5);
  const again = new Trainer(engine, experiment, run, source, { from: next });
  expect(again.rateFactor).toBe(0.5);
  again.dispose();
});

it('refuses the weights of another stack with a sentence', async () => {
  const trainer = new Trainer(engine, experiment, run, source);
  const from = await trainer.checkpoint();
  trainer.dispose();
  const other = { ...run, layers: stack(...variantIds).reverse() };
  expect(() => new Trainer(engine, experiment, other, source, { from })).toThrow(/those of another stack/);
});
