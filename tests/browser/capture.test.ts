// Replayed steps against plain ones: the same losses, whatever comes between, and nothing left behind.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { variantIds } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { textSource } from '../../src/data/source';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { modelConfig } from '../../src/model/config';
import { createModel, disposeModel } from '../../src/model/model';
import { initialValues } from '../../src/model/values';
import { adamWSchedule, createMoments } from '../../src/ops';
import { CapturedSteps } from '../../src/tfjs/capturedSteps';
import { PlainSteps } from '../../src/tfjs/plainSteps';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import { Trainer } from '../../src/train/trainer';
import { emptyBufferPool } from '../support/bufferPool';
import { stack } from '../support/stack';

const vocab = 11;
const run = { id: 'r', name: 'r', layers: stack(...variantIds) };
const experiment: Experiment = {
  ...defaultExperiment(),
  batch: 2,
  steps: 500,
  evalWindows: 2,
  model: {
    ...defaultExperiment().model,
    dModel: 16,
    heads: 2,
    kvHeads: 1,
    ffn: 24,
    context: 12,
  },
};

const random = new Random(11);
const tokens = (count: number) => Int32Array.from({ length: count }, () => random.int(vocab));
const data = { train: tokens(4000), validation: tokens(200), vocab };
const source = textSource(data, experiment.model.context);

beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
  await tf.ready();
});

describe('captured steps', () => {
  it('give the losses of plain ones over 36 steps, with probes and validations between', async () => {
    const losses: number[][] = [];
    for (const capture of [true, false]) {
      const trainer = new Trainer(createTensorEngine('webgpu', capture), experiment, run, source);
      const own: number[] = [];
      for (let step = 1; step <= 36; step++) {
        trainer.step();
        if (step % 15 === 0) {
          await trainer.model.attention(data.validation.slice(0, 12));
          own.push((await trainer.validate()).loss);
        }
        if (step % 9 === 0) own.push(...(await trainer.readLosses()).map(({ loss }) => loss));
      }
      trainer.dispose();
      losses.push(own);
    }
    const [captured, plain] = losses as [number[], number[]];
    expect(captured).toHaveLength(38);
    captured.forEach((loss, n) => {
      expect(Math.abs(loss - (plain[n] as number))).toBeLessThan(1e-3);
    });
    expect(captured.at(-1)).not.toBe(captured[0]);
  });

  it('are recorded anew for another shape of batch and for parameters put in place of others', async () => {
    const config = modelConfig(experiment, run, vocab);
    const hyper = experiment.optimizer;
    const results: number[][] = [];
    const shapes = [2, 2, 3, 3, 2];
    const batches = shapes.map((rows) => ({ rows, inputs: tokens(rows * 12), targets: tokens(rows * 12) }));
    for (const Steps of [CapturedSteps, PlainSteps]) {
      const model = createModel(config, initialValues(config, new Random(3), data.train));
      const moments = createMoments([...model.params.values()]);
      const stepper = new Steps({ model, moments }, hyper);
      batches.forEach((batch, n) => {
        if (n === 4) {
          const embedding = model.params.get('embed.weight') as tf.Variable;
          tf.tidy(() => embedding.assign(tf.mul(embedding, 0.5)));
        }
        stepper.run(batch, adamWSchedule(0.01, n + 1, hyper));
      });
      results.push((await stepper.read()).flatMap(({ loss, gradNorm }) => [loss, gradNorm]));
      stepper.dispose();
      moments.dispose();
      disposeModel(model);
    }
    const [captured, plain] = results as [number[], number[]];
    expect(captured).toHaveLength(2 * shapes.length);
    captured.forEach((value, n) => {
      expect(value).toBeCloseTo(plain[n] as number, 4);
    });
  });

  // Each variant's own, over fewer steps, are in memory.test.ts.
  it('hold as many tensors and bytes after 120 steps as after the third, and give all of them back', async () => {
    const { bufferManager } = tf.backend() as unknown as {
      bufferManager: { numBytesUsed: number; numBytesAllocated: number };
    };
    await emptyBufferPool();
    const before = tf.memory().numTensors;
    const used = bufferManager.numBytesUsed;
    const few = { ...run, layers: stack('standard', 'rndEmbQK', 'mlp') };
    const trainer = new Trainer(createTensorEngine('webgpu'), experiment, few, source);
    let third = { numTensors: 0, allocated: 0 };
    let created = 0;
    const { device } = tf.backend() as WebGPUBackend;
    const { createBuffer } = device;
    for (let step = 1; step <= 120; step++) {
      trainer.step();
      if (step % 30 === 3) await trainer.readLosses();
      if (step === 3) {
        third = { numTensors: tf.memory().numTensors, allocated: bufferManager.numBytesAllocated };
        device.createBuffer = (descriptor) => {
          if ((descriptor.usage & GPUBufferUsage.STORAGE) !== 0) created++;
          return createBuffer.call(device, descriptor);
        };
      }
    }
    device.createBuffer = createBuffer;
    const losses = await trainer.readLosses();
    expect(losses.at(-1)?.step).toBe(120);
    expect(tf.memory().numTensors).toBe(third.numTensors);
    expect(bufferManager.numBytesAllocated).toBe(third.allocated);
    expect(created).toBe(0);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
    // What was disposed goes back to the pool with the next submission.
    await tf.ones([1]).data();
    expect(bufferManager.numBytesUsed - used).toBeLessThan(1000);
  });
});
