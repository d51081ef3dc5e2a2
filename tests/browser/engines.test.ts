// Both engines on one experiment: the same losses for as long as rounding lets them, and checkpoints that go from one to the
// other.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { beforeAll, expect, it } from 'vitest';
import { variantIds } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { textSource } from '../../src/data/source';
import type { Engine } from '../../src/engine/engine';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { createProcessorEngine } from '../../src/processor/processorEngine';
import { startBrowserWorker } from '../../src/processor/startWorker';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import type { Checkpoint } from '../../src/train/checkpoint';
import { Trainer } from '../../src/train/trainer';
import { stack } from '../support/stack';

const run = { id: 'r', name: 'r', layers: stack(...variantIds) };
const experiment: Experiment = {
  ...defaultExperiment(),
  batch: 2,
  steps: 500,
  evalWindows: 2,
  model: { ...defaultExperiment().model, dModel: 16, heads: 2, kvHeads: 1, ffn: 24, context: 12 },
};
const random = new Random(11);
const tokens = (count: number) => Int32Array.from({ length: count }, () => random.int(11));
const source = textSource({ train: tokens(4000), validation: tokens(200), vocab: 11 }, 12);

let webgpu: Engine;
const processor = createProcessorEngine(startBrowserWorker);

beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
  await tf.ready();
  webgpu = createTensorEngine('webgpu');
});

/** Losses and the state after so many steps. */
async function train(engine: Engine, steps: number, from?: Checkpoint) {
  const trainer = new Trainer(engine, experiment, run, source, { from });
  for (let step = 0; step < steps; step++) trainer.step();
  const losses = (await trainer.readLosses()).map(({ loss }) => loss);
  const checkpoint = await trainer.checkpoint();
  const validation = await trainer.validate();
  trainer.dispose();
  return { losses: [...losses, validation.loss], checkpoint };
}

it('train alike for 200 steps', async () => {
  const [card, own] = [await train(webgpu, 200), await train(processor, 200)];
  expect(own.losses).toHaveLength(201);
  own.losses.forEach((loss, n) => {
    expect(Math.abs(loss - (card.losses[n] as number)), `step ${n + 1}`).toBeLessThan(1e-3);
  });
  expect(Math.abs((own.losses[199] as number) - (own.losses[0] as number))).toBeGreaterThan(0.01);
});

it.each(['webgpu', 'processor'] as const)('go on from a checkpoint of %s', async (name) => {
  const [first, second] = name === 'webgpu' ? [webgpu, processor] : [processor, webgpu];
  const unbroken = await train(first, 40);
  const half = await train(first, 20);
  const rest = await train(second, 20, structuredClone(half.checkpoint));
  const losses = [...half.losses.slice(0, 20), ...rest.losses];
  losses.forEach((loss, n) => {
    expect(Math.abs(loss - (unbroken.losses[n] as number)), `step ${n + 1}`).toBeLessThan(1e-4);
  });
});
