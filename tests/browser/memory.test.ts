// Training leaves no tensor or buffer behind: 12 steps of each variant hold as many as the third did.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { type VariantId, variantIds } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { type DataSource, textSource } from '../../src/data/source';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { evalModel } from '../../src/runtime/evaluate';
import { createTensorEngine } from '../../src/tfjs/tensorEngine';
import { Trainer } from '../../src/train/trainer';
import { emptyBufferPool } from '../support/bufferPool';
import { stack } from '../support/stack';

const experiment: Experiment = {
  ...defaultExperiment(),
  batch: 2,
  steps: 40,
  evalWindows: 2,
  model: {
    dModel: 16,
    heads: 2,
    kvHeads: 2,
    ffn: 24,
    context: 16,
    qkvBias: true,
    qkNorm: true,
    tieEmbeddings: true,
  },
};

const engine = createTensorEngine('webgpu');

function data(context = experiment.model.context): DataSource {
  const random = new Random(5);
  const tokens = (count: number) => Int32Array.from({ length: count }, () => random.int(11));
  return textSource({ train: tokens(400), validation: tokens(100), vocab: 11 }, context);
}

beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
  await tf.ready();
  // RoPE's table of a shape is made once and kept for good.
  const warm = new Trainer(engine, experiment, { id: 'w', name: 'w', layers: stack('standard') }, data());
  warm.step();
  await warm.readLosses();
  warm.dispose();
});

describe('memory is flat', () => {
  const stacks: VariantId[][] = [...variantIds.map((id) => [id, id]), [...variantIds]];
  it.each(stacks.map((layers) => ({ layers, name: layers.join(' ') })))(
    'over 12 steps of $name',
    async ({ layers }) => {
      await emptyBufferPool();
      const { bufferManager } = tf.backend() as unknown as { bufferManager: { numBytesAllocated: number } };
      const before = tf.memory();
      const trainer = new Trainer(
        engine,
        experiment,
        { id: 'r', name: 'r', layers: stack(...layers) },
        data(),
      );
      let third = tf.memory();
      let allocated = 0;
      let last = 0;
      for (let step = 1; step <= 12; step++) {
        trainer.step();
        last = (await trainer.readLosses())[0]?.loss ?? Number.NaN;
        if (step === 3) {
          third = tf.memory();
          allocated = bufferManager.numBytesAllocated;
        }
      }
      expect(Number.isFinite(last)).toBe(true);
      expect(tf.memory().numTensors).toBe(third.numTensors);
      expect(tf.memory().numBytes).toBe(third.numBytes);
      expect(bufferManager.numBytesAllocated).toBe(allocated);

      // Neither a probe nor a validation nor an evaluation leaves anything but what it hands out.
      await trainer.validate();
      const { batch, model } = experiment;
      const tokens = new Int32Array(batch * model.context).fill(1);
      const { logProbs } = await evalModel(trainer.model, batch).score(tokens, tokens, { skip: true });
      expect(Number.isFinite(logProbs[0])).toBe(true);
      const attention = await trainer.model.attention(new Int32Array(experiment.model.context).fill(1));
      expect(attention.map((a) => a === null)).toEqual(layers.map((id) => id === 'mlp'));
      const magnitudes = await trainer.model.magnitudes(tokens.slice(0, model.context));
      expect(magnitudes.every(({ output }) => output > 0 && Number.isFinite(output))).toBe(true);
      expect(tf.memory().numTensors).toBe(third.numTensors);

      trainer.dispose();
      expect(tf.memory().numTensors).toBe(before.numTensors);
    },
  );

  it('and no buffer of a step is as large as a map of its text', async () => {
    // With one head of size 8, for which there are kernels by now, 96 positions and three rows (the text and both reference
    // rows) nothing else is as wide, not even AdamW's moments, which grow with every variant of the registry.
    const T = 96;
    const wide: Experiment = {
      ...experiment,
      batch: 1,
      model: { ...experiment.model, dModel: 8, heads: 1, kvHeads: 1, ffn: 5, context: T },
    };
    await emptyBufferPool();
    const trainer = new Trainer(engine, wide, { id: 'r', name: 'r', layers: stack(...variantIds) }, data(T));
    const { device } = tf.backend() as WebGPUBackend;
    const { createBuffer } = device;
    const sizes: number[] = [];
    device.createBuffer = (descriptor) => {
      sizes.push(descriptor.size);
      return createBuffer.call(device, descriptor);
    };
    trainer.step();
    await trainer.readLosses();
    device.createBuffer = createBuffer;
    expect(sizes.length).toBeGreaterThan(20);
    expect(Math.max(...sizes)).toBeLessThan(4 * T * T);
    trainer.dispose();
  });
});
